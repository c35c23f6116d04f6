using StackExchange.Redis;

namespace Bench.Floor;

/// <summary>An order as the bare hosts know it.</summary>
public sealed record BareOrder(string ProductId, int Quantity, decimal Price)
{
    /// <summary>Stores it under a new id.</summary>
    /// <returns>Its address.</returns>
    public async Task<string> StoreAsync(IConnectionMultiplexer redis)
    {
        var id = Guid.CreateVersion7().ToString();
        await redis.GetDatabase().HashSetAsync(
            $"order:{id}", [new("product_id", ProductId), new("quantity", Quantity), new("price", $"{Price}")]);
        return $"/orders/{id}";
    }
}
