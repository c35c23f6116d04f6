using Microsoft.AspNetCore.Mvc;
using Payment.Api.Orders;
using Shared.Redis.Connections;
using StackExchange.Redis;

namespace Bench.Floor;

/// <summary>The least that a service does which accepts an order: it reads and validates the body, and stores a hash.</summary>
[ApiController]
[Route("orders")]
public sealed class FloorController(IRedisServers redis) : ControllerBase
{
    [HttpPost]
    [Consumes("application/json")]
    public async Task<ActionResult<PlaceOrder>> Create(PlaceOrder request)
    {
        var id = Guid.CreateVersion7().ToString();
        HashEntry[] fields = [new("product_id", request.ProductId), new("quantity", request.Quantity), new("price", $"{request.Price}")];
        await redis.Store.HashSetAsync($"order:{id}", fields);
        return Created($"/orders/{id}", request);
    }
}
