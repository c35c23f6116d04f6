using Shared.Redis.Buckets;
using Shared.Redis.Streams;

namespace Shared.Redis.Inspection;

/// <summary>What a Redis user has to be allowed so that streams can be read and written. One bucket stands for all.</summary>
internal static class StreamRights
{
    private static readonly Bucket _bucket = Bucket.All[0];

    /// <summary>On the broker, to consume a stream and keep it small.</summary>
    public static string[] Consumer(string stream, string group) =>
    [
        $"XGROUP CREATE {stream} {group} 0-0 MKSTREAM",
        $"XGROUP DELCONSUMER {stream} {group} gone",
        $"XREADGROUP GROUP {group} me STREAMS {stream} >",
        $"XAUTOCLAIM {stream} {group} me 30000 0-0",
        $"XCLAIM {stream} {group} me 0 0-1",
        $"XACK {stream} {group} 0-1",
        $"XPENDING {stream} {group}",
        $"XINFO GROUPS {stream}",
        $"XINFO CONSUMERS {stream} {group}",
        $"EXISTS {stream}",
        $"XTRIM {stream} MINID 0-1",
        $"XLEN {stream}",
        $"XRANGE {stream} - +",
        $"RPUSH {Receipts.KeyFor(stream)} token",
        $"LTRIM {Receipts.KeyFor(stream)} -1 -1",
    ];

    /// <summary>On the broker, to publish to a stream.</summary>
    public static string[] Producer(string stream, string group) =>
    [
        $"XADD {stream} * pk id",
        $"XGROUP CREATE {stream} {group} 0-0 MKSTREAM",
        $"EXISTS {stream}",
        $"XINFO GROUPS {stream}",
        $"XINFO STREAM {stream}",
        $"LPOP {Receipts.KeyFor(stream)} 1",
    ];

    /// <summary>In the store, to keep what waits to be published.</summary>
    public static string[] Outbox(string stream)
    {
        var (key, round) = (Publishing.Outbox.Key(_bucket, stream), Publishing.Outbox.RoundKey(_bucket, stream));
        return
        [
            $"TYPE {key}",
            $"XADD {key} * pk id",
            $"XGROUP CREATE {key} relay 0-0 MKSTREAM",
            $"XREADGROUP GROUP relay relay STREAMS {key} >",
            $"XDEL {key} 0-1",
            $"XLEN {key}",
            $"XRANGE {key} - +",
            $"EXISTS {key}",
            $"XINFO GROUPS {key}",
            "TIME",
            $"GET {round}",
            $"INCR {round}",
        ];
    }

    /// <summary>In the store, to keep what could not be handled.</summary>
    public static string[] DeadLetters(string stream)
    {
        var key = Consuming.DeadLetters.KeyFor(stream);
        return [$"TYPE {key}", $"XADD {key} * entry id", $"XLEN {key}", $"XRANGE {key} - +", $"XREVRANGE {key} + -", $"XDEL {key} 0-1"];
    }
}
