using StackExchange.Redis;

namespace Inventory.Api.Products;

/// <summary>Where something is remembered of an order: a field of a hash that orders of the same time share.</summary>
/// <param name="Group">The hash; its last part is how the order's id begins.</param>
/// <param name="Field">How the order's id goes on.</param>
public readonly record struct OrderPlace(RedisKey Group, RedisValue Field);
