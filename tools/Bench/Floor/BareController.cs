using Microsoft.AspNetCore.Mvc;
using StackExchange.Redis;

namespace Bench.Floor;

/// <summary>The controller that anybody writes first.</summary>
[ApiController]
public sealed class BareController(IConnectionMultiplexer redis) : ControllerBase
{
    [HttpGet("/")]
    public IActionResult Get() => NoContent();

    [HttpPost("/orders")]
    public async Task<ActionResult<BareOrder>> Create(BareOrder order) => Created(await order.StoreAsync(redis), order);
}
