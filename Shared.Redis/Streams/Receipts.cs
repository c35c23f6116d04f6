using Shared.Redis.Connections;
using StackExchange.Redis;

namespace Shared.Redis.Streams;

/// <summary>
/// The way back: tokens with which a consumer group of a stream tells the producer that the effect of an entry is
/// durable. Each group has a list of its own, so that none can speak for another. A lost token costs one more delivery
/// and nothing else, so the list may be cut.
/// </summary>
/// <param name="stream">The stream; the list lies in its hash slot.</param>
/// <param name="group">The group that returns them.</param>
internal sealed class Receipts(string stream, string group)
{
    /// <summary>Field of an entry that carries its token.</summary>
    public const string Field = "receipt";

    /// <summary>Most tokens that wait for a producer.</summary>
    private const int Bound = 100_000;

    private static readonly Script _return = Script.Load<Receipts>("return_receipts");

    private readonly RedisKey _key = KeyFor(stream, group);

    /// <summary>The list of a group, in the hash slot of the stream.</summary>
    public static RedisKey KeyFor(string stream, string group) => $"{{{stream}}}:receipts:{group}";

    /// <summary>A token as it is returned: with what was decided, if that is said.</summary>
    /// <param name="verdict">One word.</param>
    public static RedisValue Write(RedisValue token, string? verdict) => verdict is null ? token : $"{token} {verdict}";

    /// <summary>Returns tokens to the producer.</summary>
    public Task ReturnAsync(IDatabase broker, RedisValue[] tokens) =>
        tokens.Length == 0 ? Task.CompletedTask : _return.RunAsync(broker, [_key], [Bound, .. tokens]);

    /// <summary>Listens, if that is possible now, to those who say that they have returned some.</summary>
    /// <param name="returned">Called when there are some.</param>
    public async Task ListenAsync(IDatabase broker, Action returned)
    {
        var (subscriber, channel) = (broker.Multiplexer.GetSubscriber(), RedisChannel.Literal(_key.ToString()));
        if (subscriber.SubscribedEndpoint(channel) is not null)
        {
            return;
        }

        try
        {
            await Task.WhenAll(
                subscriber.UnsubscribeAsync(channel), subscriber.SubscribeAsync(channel, (_, _) => returned()));
        }
        catch (Exception fault) when (RedisFaults.IsUnavailable(fault))
        {
            // Before the next rest it is tried again, and receipts are found without it.
        }
    }

    /// <summary>Takes the tokens that came back, a bounded number at once.</summary>
    public async Task<RedisValue[]> CollectAsync(IDatabase broker, int count) =>
        await broker.ListLeftPopAsync(_key, count) ?? [];
}
