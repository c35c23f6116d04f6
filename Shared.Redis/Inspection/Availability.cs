using Shared.Redis.Connections;
using Shared.Redis.Loops;
using Shared.Redis.Telemetry;
using StackExchange.Redis;

namespace Shared.Redis.Inspection;

/// <summary>Whether each server serves this service. It is measured above all while it does not.</summary>
public sealed class Availability(IRedisServers redis, IEnumerable<RequiredCommand> required) : IMeasured
{
    /// <inheritdoc/>
    public Task MeasureAsync() =>
        Task.WhenAll(MeasureAsync(RedisRole.Store, "store"), MeasureAsync(RedisRole.Broker, "broker"));

    /// <summary>Asks a server whether it answers, takes writes and allows what the service needs.</summary>
    /// <returns>What it lacks, or <see langword="null"/>.</returns>
    public async Task<string?> FindTroubleAsync(RedisRole server)
    {
        try
        {
            return await required.FindRefusedAsync(redis, server) is { Length: > 0 } refused
                ? $"commands not allowed: {string.Join(", ", refused)}"
                : null;
        }
        catch (Exception fault) when (RedisFaults.IsUnavailable(fault))
        {
            // A server that answers knows best, and says it in the first sentence.
            return fault is RedisServerException ? fault.Message.Split('.')[0] : "away";
        }
    }

    private async Task MeasureAsync(RedisRole server, string name) => RedisInstruments.Available.Record(
        await FindTroubleAsync(server) is null ? 1 : 0, new KeyValuePair<string, object?>("server", name));
}
