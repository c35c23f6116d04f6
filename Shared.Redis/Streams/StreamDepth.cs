using Shared.Redis.Connections;
using StackExchange.Redis;

namespace Shared.Redis.Streams;

/// <summary>How much a stream holds.</summary>
/// <param name="Length">How many entries.</param>
/// <param name="OldestSeconds">How old the oldest is; 0 when there is none.</param>
/// <param name="Added">How many were ever added.</param>
internal readonly record struct StreamDepth(long Length, decimal OldestSeconds, long Added)
{
    private static readonly Script _measure = Script.Load<StreamDepth>("measure_stream");

    public static async Task<StreamDepth> MeasureAsync(IDatabase database, RedisKey stream)
    {
        var reply = (long[])(await _measure.RunAsync(database, [stream]))!;
        return new StreamDepth(reply[0], reply[1] / 1000m, reply[2]);
    }
}
