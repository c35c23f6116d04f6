using Shared.Redis.Consuming;
using Shared.Redis.Publishing;
using StackExchange.Redis;

namespace Simulation;

/// <summary>
/// One part of the mechanism taken away, by its settings or from below, to see that the simulation notices.
/// </summary>
internal sealed record Sabotage(string Name, string Description)
{
    public static readonly Sabotage None = new("none", "the system as it is");

    public static readonly IReadOnlyList<Sabotage> All =
    [
        new("delete-on-publish", "an outbox row is deleted once the broker has its entry")
        {
            Outbox = new() { Confirmation = Confirmation.Publish },
        },
        new("no-retransmission", "a row without a receipt is never published again")
        {
            Outbox = new() { RetransmitAfter = TimeSpan.FromDays(1) },
        },
        new("no-marker", "Inventory does not remember which orders it has decided") { ForgetsDecisions = true },
        new("ack-before-effect", "an entry is acknowledged before its effect is durable") { AcknowledgesBeforeEffect = true },
        new("lost-claim", "a claim takes the payment out of the queue, and nobody requeues") { LosesClaims = true, WithoutRequeuer = true },
    ];

    public OutboxOptions Outbox { get; private init; } = new();

    public bool AcknowledgesBeforeEffect { get; private init; }

    public bool WithoutRequeuer { get; private init; }

    private bool ForgetsDecisions { get; init; }

    private bool LosesClaims { get; init; }

    /// <summary>The sabotage of a name, if there is one.</summary>
    public static Sabotage? Find(string name) => All.Append(None).FirstOrDefault(sabotage => sabotage.Name == name);

    /// <summary>Interferes before a command reaches its server.</summary>
    public async Task BeforeAsync(IDatabase server, object?[] arguments)
    {
        if (ForgetsDecisions && arguments is [string, RedisKey[] { Length: 3 } keys, ..] && keys[1].ToString().StartsWith("reservation:", StringComparison.Ordinal))
        {
            await server.KeyDeleteAsync(keys[1]);
        }
    }

    /// <summary>Interferes after a command was done.</summary>
    public async Task AfterAsync(IDatabase server, object?[] arguments, object? answer)
    {
        if (LosesClaims && arguments is [string, RedisKey[] { Length: 1 } keys, ..] && keys[0].ToString().StartsWith("payments:", StringComparison.Ordinal))
        {
            var claimed = (RedisResult[])((RedisResult)answer!)!;
            await server.SortedSetRemoveAsync(keys[0], Array.ConvertAll(claimed, payment => (RedisValue)payment[0]));
        }
    }
}

/// <summary>Says that a message is handled and begins later; what it has not done when its process ends is forgotten.</summary>
internal sealed class HastyHandler<TMessage>(IStreamHandler<TMessage> handler) : IStreamHandler<TMessage>
{
    private readonly Queue<TMessage> _later = new();

    public Task HandleAsync(TMessage message, CancellationToken cancellationToken)
    {
        _later.Enqueue(message);
        return Task.CompletedTask;
    }

    public async Task<bool> PollOnceAsync(CancellationToken cancellationToken)
    {
        if (!_later.TryPeek(out var message))
        {
            return false;
        }

        try
        {
            await handler.HandleAsync(message, cancellationToken); // Tried again when it fails: only the order is wrong.
        }
        catch (DeadLetterException)
        {
        }

        _later.Dequeue();
        return true;
    }
}
