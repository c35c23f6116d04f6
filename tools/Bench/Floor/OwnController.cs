using Microsoft.AspNetCore.Mvc;
using Payment.Api.Orders;
using Shared.Redis.Connections;

namespace Bench.Floor;

/// <summary>The least that accepting an order takes: to read and validate the body, and to store a hash.</summary>
[ApiController]
[Route("orders")]
public sealed class OwnController(IRedisServers redis) : ControllerBase
{
    [HttpGet("/")]
    public IActionResult Get() => NoContent();

    [HttpPost]
    [Consumes("application/json")]
    public async Task<ActionResult<PlaceOrder>> Create(PlaceOrder request)
    {
        var id = Guid.CreateVersion7().ToString();
        await redis.Store.HashSetAsync($"order:{id}",
        [
            new("product_id", request.ProductId), new("quantity", request.Quantity), new("price", $"{request.Price}"),
        ]);
        return Created($"/orders/{id}", request);
    }
}
