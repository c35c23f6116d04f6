using System.ComponentModel.DataAnnotations;
using Inventory.Api.Products;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Shared.ServiceDefaults.Access;
using Shared.ServiceDefaults.Http;

namespace Inventory.Search.RedisOm;

/// <summary>The list of products, where it is asked for certain ones.</summary>
[ApiController]
[ApiExplorerSettings(IgnoreApi = true)] // The OpenAPI document has one operation for an address.
[Route("products")]
public sealed class ProductSearchController(ProductSearch products) : ControllerBase
{
    private const string Refusal =
        "The store of this service cannot search: that takes Redis 8 or Redis Stack, and database 0.";

    private const string AnyWords = "Must be 1 to 200 characters, one of them a letter or a digit.";
    private const string AnyOrder = "Must be name, price or created_at, with a hyphen before it to begin at the end.";

    /// <summary>Finds products.</summary>
    [HttpGet, HttpHead, WhenAskedFor("search", "minPrice", "maxPrice", "inStock", "sort")]
    [Authorize(Permissions.ReadProducts)]
    public async Task<ActionResult<IReadOnlyList<Product>>> Find(
        [RegularExpression(@"(?s)(?=.*\w).{1,200}", ErrorMessage = AnyWords)] string? search,
        [Range(0d, 1_000_000d)] decimal? minPrice,
        [Range(0d, 1_000_000d)] decimal? maxPrice,
        bool? inStock,
        [RegularExpression("-?(name|price|created_at)", ErrorMessage = AnyOrder)] string sort = "-created_at",
        [Range(1, Paging.MaxLimit)] int limit = 50,
        [Range(0, 10_000)] int offset = 0)
    {
        var question = new ProductQuestion(search, minPrice, maxPrice, inStock, sort);
        return await products.FindAsync(question, limit, offset) is { } found
            ? Ok(found)
            : Problem(statusCode: StatusCodes.Status501NotImplemented, detail: Refusal);
    }
}
