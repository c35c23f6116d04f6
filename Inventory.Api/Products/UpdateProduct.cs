using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Shared.ServiceDefaults.Input;

namespace Inventory.Api.Products;

/// <summary>
/// What is to be changed of a product, as a JSON merge patch (RFC 7396): what is left out stays. There, null means
/// removal, and a product has nothing that can be removed.
/// </summary>
public sealed record UpdateProduct : IValidatableObject
{
    /// <summary>
    /// What it is called from now on: 1 to 200 characters, at least one of them visible, and no control characters.
    /// </summary>
    /// <example>Espresso cup, blue</example>
    [PlainText(200)]
    public string? Name { get; init => field = value ?? throw new JsonException(); }

    /// <summary>Price of one unit from now on, in currency units, with at most two decimals.</summary>
    /// <example>21.5</example>
    [Price, MaxDecimals(2)]
    public decimal? Price { get; init => field = value ?? throw new JsonException(); }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Name is null && Price is null)
        {
            yield return new ValidationResult(
                "There is nothing to change: a name, a price or both are expected.", ["body"]);
        }
    }
}
