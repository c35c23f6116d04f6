using Shared.Redis.Connections;
using Shared.Redis.Loops;
using Shared.Redis.Telemetry;
using StackExchange.Redis;

namespace Shared.Redis.Inspection;

/// <summary>Whether each Redis serves this service. It is measured above all while one does not.</summary>
public sealed class Availability(
    IRedisServers redis, IEnumerable<KeyShape> shapes, IEnumerable<RequiredCommand> required) : IMeasured
{
    /// <inheritdoc/>
    public Task MeasureAsync() =>
        Task.WhenAll(MeasureAsync(RedisRole.Store, "store"), MeasureAsync(RedisRole.Broker, "broker"));

    /// <summary>
    /// Asks every server that has keys of this service whether it answers, takes writes and allows what is needed.
    /// </summary>
    /// <returns>What they lack, or <see langword="null"/>.</returns>
    public async Task<string?> FindTroubleAsync(RedisRole server)
    {
        try
        {
            var database = redis.Of(server);
            var troubles = await Task.WhenAll(
                shapes.KeysOn(server).OfEachSlot(database).Select(key => FindTroubleAsync(server, database, key)));
            return troubles.OfType<string>().Distinct().ToList() is { Count: > 0 } found
                ? string.Join("; ", found)
                : null;
        }
        catch (RedisConnectionException fault)
        {
            return fault.Message; // Several servers claim to be it.
        }
    }

    private async Task<string?> FindTroubleAsync(RedisRole server, IDatabase database, RedisKey key)
    {
        string? trouble = null;
        try
        {
            if (await required.FindRefusedAsync(server, database, key) is { Length: > 0 } refused)
            {
                trouble = $"commands not allowed: {string.Join(", ", refused)}";
            }
        }
        catch (Exception fault) when (RedisFaults.IsUnavailable(fault))
        {
            // A server that answers knows best, and says it in the first sentence.
            trouble = fault is RedisServerException ? fault.Message.Split('.')[0] : "away";
        }

        return trouble is not null && database.IsSpread() ? $"{database.NodeOf(key).Name}: {trouble}" : trouble;
    }

    private async Task MeasureAsync(RedisRole server, string name) => RedisInstruments.Available.Record(
        await FindTroubleAsync(server) is null ? 1 : 0, new KeyValuePair<string, object?>("server", name));
}
