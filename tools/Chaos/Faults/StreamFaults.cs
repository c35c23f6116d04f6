using Shared.Contracts;
using StackExchange.Redis;

namespace Chaos.Faults;

/// <summary>What happens to the streams: hands in the broker, foreign producers, broken entries.</summary>
internal sealed class StreamFaults(Site site)
{
    /// <summary>Begins every order id that no customer ever got.</summary>
    public const string PoisonPrefix = "poison-";

    private static readonly (string Name, string Group)[] _streams =
    [
        (OrderCompleted.Stream, OrderCompleted.Group),
        (OrderCompleted.Stream, MailService.Group),
        (RefundOrder.Stream, RefundOrder.Group),
    ];

    public IEnumerable<Fault> All() =>
    [
        For("stream-delete", (broker, stream, _, _) => broker.KeyDeleteAsync(stream)),
        For("group-delete", (broker, stream, group, _) => DeleteGroupAsync(broker, stream, group)),
        For("stream-trim", (broker, stream, _, _) => broker.StreamTrimAsync(stream, 0)),
        For("duplicates", (broker, stream, _, random) => DuplicateAsync(broker, stream, random)),
        For("poison", (broker, stream, group, random) => PoisonAsync(broker, stream, group, random)),
        For("oversized", (broker, stream, _, random) => OversizeAsync(broker, stream, random)),
    ];

    private Fault For(string kind, Func<IDatabase, string, string, Random, Task> strike) =>
        Fault.On(kind, [site.Broker], (broker, context) =>
        {
            var (stream, group) = _streams[context.Random.Next(_streams.Length)];
            return strike(broker.Database, stream, group, context.Random);
        });

    private static async Task DeleteGroupAsync(IDatabase broker, string stream, string group)
    {
        if (await broker.KeyExistsAsync(stream))
        {
            await broker.StreamDeleteConsumerGroupAsync(stream, group);
        }
    }

    private static async Task DuplicateAsync(IDatabase broker, string stream, Random random)
    {
        foreach (var entry in await broker.StreamRangeAsync(stream, count: 50, messageOrder: Order.Descending))
        {
            if (random.Next(2) == 0)
            {
                await broker.StreamAddAsync(stream, entry.Values);
            }
        }
    }

    private static async Task PoisonAsync(IDatabase broker, string stream, string group, Random random)
    {
        var id = $"{PoisonPrefix}{random.Next():x8}";
        NameValueEntry[][] entries =
        [
            [new("chaos", id)], // names no order
            [new("chaos", id), new("pk", "")],
            [new("chaos", id), new("pk", new string('x', 5000))],
            [new("chaos", id), new(new byte[] { 0xff, 0x00, 0xfe }, new byte[] { 0x80, 0x81 })],
            [
                new("pk", id), new("product_id", "x"), new("quantity", "-1"), new("price", "NaN"),
                new("receipt", "{03wd}:nonsense"),
            ],
        ];
        foreach (var entry in entries)
        {
            await broker.StreamAddAsync(stream, entry);
        }

        RedisValue[] tokens = [id, "", "{99}:1-1", "{03wd}:0-0:x reserved", new byte[] { 0xff, 0x00 }];
        await broker.ListRightPushAsync($"{{{stream}}}:receipts:{group}", tokens);
    }

    /// <summary>An entry of many megabytes, as text or as octets that become more when written as text.</summary>
    private static async Task OversizeAsync(IDatabase broker, string stream, Random random)
    {
        var id = $"{PoisonPrefix}{random.Next():x8}";
        var bulk = new byte[random.Next(5, 61) * 1024 * 1024];
        Array.Fill(bulk, random.Next(2) == 0 ? (byte)'x' : (byte)0xff);
        NameValueEntry[][] entries =
        [
            [new("chaos", id), new("bulk", bulk)], // names no order
            [new("chaos", id), new("pk", bulk)],
            [new("chaos", id), new(bulk, "bulk")],
            [new("pk", id), new("product_id", bulk), new("quantity", "1"), new("price", "1"), new("bulk", "y")],
            [new("pk", id), new("product_id", "x"), new("quantity", "1"), new("price", "1"), new("bulk", bulk)],
        ];
        await broker.StreamAddAsync(stream, entries[random.Next(entries.Length)]);
    }
}
