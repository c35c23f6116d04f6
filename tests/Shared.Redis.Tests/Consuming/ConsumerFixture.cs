using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Shared.Redis.Connections;
using Shared.Redis.Consuming;
using StackExchange.Redis;
using Testing;

namespace Shared.Redis.Tests.Consuming;

/// <summary>A stream, a handler that can be told to fail, and consumers driven by single iterations.</summary>
public abstract class ConsumerFixture : RedisFixture
{
    /// <summary>Short, because how long an entry is pending is real time.</summary>
    protected static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);

    protected const int MaxDeliveries = 3;

    protected const int MaxDeadLetters = 5;

    private readonly List<StreamConsumer<Note>> _consumers = [];

    protected RecordingHandler Handler { get; private set; } = null!;

    [SetUp]
    public void MakeHandler() => Handler = new RecordingHandler();

    [TearDown]
    public void DisposeConsumers()
    {
        _consumers.ForEach(consumer => consumer.Dispose());
        _consumers.Clear();
    }

    /// <summary>An instance of the consumer that starts now.</summary>
    protected StreamConsumer<Note> Consumer(
        string name = "one",
        TimeSpan? reclaimAfter = null,
        int batchSize = 100,
        int maxDeliveries = MaxDeliveries,
        TimeProvider? clock = null,
        RedisConnections? redis = null,
        string? group = null)
    {
        var options = new ConsumerOptions
        {
            Name = name,
            BatchSize = batchSize,
            ReclaimAfter = reclaimAfter ?? TimeSpan.FromMinutes(1),
            MaxDeliveries = maxDeliveries,
            MaxDeadLetters = MaxDeadLetters,
        };
        var subscription = group is null ? new Subscription<Note>() : new Subscription<Note>(group);
        var consumer = new StreamConsumer<Note>(
            redis ?? Redis,
            subscription,
            Handler,
            new DeadLetters<Note>(Redis, subscription, Options.Create(options), Handler),
            Options.Create(options),
            clock ?? Clock,
            NullLogger<StreamConsumer<Note>>.Instance);
        _consumers.Add(consumer);
        return consumer;
    }

    protected static async Task PollAsync(StreamConsumer<Note> consumer, int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            await consumer.PollOnceAsync(CancellationToken.None);
        }
    }

    protected Task<bool> CreateGroupAsync() =>
        Broker.Database.StreamCreateConsumerGroupAsync(Note.Stream, Note.Group, "0-0", createStream: true);

    /// <summary>Adds an entry for each text, whose receipt is the text with a number sign.</summary>
    protected async Task AddAsync(params IEnumerable<string> texts)
    {
        foreach (var text in texts)
        {
            await Broker.Database.StreamAddAsync(Note.Stream, [new("text", text), new("receipt", $"#{text}")]);
        }
    }

    protected static IEnumerable<string> Texts(int count) => Enumerable.Range(0, count).Select(number => $"{number}");

    /// <summary>Gives everything that is new to an instance that is killed before it handles anything.</summary>
    protected Task<StreamEntry[]> ReadAndDieAsync(string name) =>
        Broker.Database.StreamReadGroupAsync(Note.Stream, Note.Group, name, StreamPosition.NewMessages);

    protected Task<StreamPendingMessageInfo[]> PendingAsync() =>
        Broker.Database.StreamPendingMessagesAsync(Note.Stream, Note.Group, 1000, RedisValue.Null);

    protected async Task<long> PendingCountAsync() => (await PendingAsync()).Length;

    protected async Task<string[]> ReceiptsAsync() =>
        [.. (await Broker.Database.ListRangeAsync(Note.Receipts)).Select(token => token.ToString())];

    protected Task<StreamEntry[]> DeadLettersAsync() => Store.Database.StreamRangeAsync("dead-letters:notes");

    /// <summary>Waits until all that is pending may be reclaimed, and lets the consumers look for it again.</summary>
    protected async Task LetPendingBecomeStaleAsync()
    {
        await Eventually.That(
            PendingAsync,
            Is.Not.Empty.And.All.Property("IdleTimeInMilliseconds").GreaterThanOrEqualTo(Soon.TotalMilliseconds));
        Clock.Advance(Soon);
    }
}
