using Shared.Contracts;
using Shared.Redis.Connections;
using Shared.Redis.Consuming;
using StackExchange.Redis;

namespace Simulation;

/// <summary>What a third service does that reads along: it remembers the customers to whom it has to write.</summary>
internal sealed class MailHandler(IRedisServers redis) : IStreamHandler<OrderCompleted>
{
    public const string Service = "mail";
    public const string Group = "mail-group";

    /// <summary>SET: ids of the orders that it has heard of, in its store.</summary>
    public static readonly RedisKey Heard = "mail-heard";

    public async Task<string?> HandleAsync(OrderCompleted message, CancellationToken cancellationToken)
    {
        await redis.Store.SetAddAsync(Heard, message.OrderId);
        return null;
    }
}
