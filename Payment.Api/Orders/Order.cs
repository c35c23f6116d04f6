using System.Diagnostics;
using System.Text.Json.Serialization;
using Shared.Contracts;

namespace Payment.Api.Orders;

/// <summary>An order of some units of one product.</summary>
public sealed record Order
{
    /// <summary>Id of the order.</summary>
    /// <example>0197c2f0-6b1d-7a2c-8e4f-5d3c1b9a7e60</example>
    public required string Id { get; init; }

    /// <summary>The product ordered.</summary>
    /// <example>0197c1f2-5a3e-7c4d-9b1a-2f6e8d0c4b7a</example>
    public required string ProductId { get; init; }

    /// <summary>Unit price the customer was quoted, in currency units.</summary>
    /// <example>19.99</example>
    public required decimal Price { get; init; }

    /// <summary>
    /// Fee on the whole order, in currency units: a fraction of price x quantity, 20 % by default, in whole cents.
    /// </summary>
    /// <example>11.99</example>
    public required decimal Fee { get; init; }

    /// <summary>Amount to be charged, in currency units: price x quantity + fee.</summary>
    /// <example>71.96</example>
    public required decimal Total { get; init; }

    /// <summary>Units ordered.</summary>
    /// <example>3</example>
    public required int Quantity { get; init; }

    /// <summary>Where the order is in its life.</summary>
    /// <example>refunded</example>
    public required OrderStatus Status { get; init; }

    /// <summary>
    /// Why it was refunded: insufficient_stock, price_changed, product_not_found or invalid_event; or why it was declined:
    /// gateway_unavailable, or the gateway's own word.
    /// </summary>
    /// <example>insufficient_stock</example>
    public string? Reason { get; init; }

    /// <summary>When it was placed.</summary>
    /// <example>2026-01-31T12:00:00.000Z</example>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was paid.</summary>
    /// <example>2026-01-31T12:00:00.120Z</example>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>
    /// When Inventory's answer came that its stock is taken: from then on it never changes. Absent where Inventory does not
    /// answer, see <c>Outbox:Confirmation</c>.
    /// </summary>
    /// <example>2026-01-31T12:00:00.180Z</example>
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>When it was refunded; its money is back a moment later.</summary>
    /// <example>2026-01-31T12:00:00.250Z</example>
    public DateTimeOffset? RefundedAt { get; init; }

    /// <summary>Who placed it: the <c>sub</c> of a token; null when tokens were not asked for.</summary>
    [JsonIgnore]
    public string? Owner { get; init; }

    /// <summary>The state of a completed order that never changes again.</summary>
    public const string Confirmed = "confirmed";

    /// <summary>Its status, or <c>confirmed</c>: nothing else changes without it.</summary>
    [JsonIgnore]
    public string State => ConfirmedAt is null ? Status.Text() : Confirmed;

    /// <summary>The strong entity tag (RFC 9110, section 8.8.3).</summary>
    [JsonIgnore]
    public string ETag => $"\"{State}\"";

    /// <summary>The request that placed it (W3C Trace Context): what is done for it later is of its trace.</summary>
    /// <example>00-9be2c27b0540ef5b95ec9612e0c9cce7-a6acdc83ca009dfb-00</example>
    [JsonPropertyName("traceId")] // as problem details call it
    public string? TraceParent { get; init; }

    /// <summary>A new order, with fee and total in whole cents.</summary>
    /// <param name="feeRate">Fee as a fraction of price x quantity.</param>
    /// <param name="id">Its id, if it is not to be a new one.</param>
    /// <param name="owner">Who places it, if that is known.</param>
    public static Order Place(
        string productId,
        int quantity,
        decimal price,
        decimal feeRate,
        DateTimeOffset now,
        string? id = null,
        string? owner = null)
    {
        var goods = price * quantity;
        var fee = decimal.Round(goods * feeRate, 2, MidpointRounding.AwayFromZero);
        return new Order
        {
            Id = id ?? Guid.CreateVersion7(now).ToString(),
            ProductId = productId,
            Price = price,
            Fee = fee,
            Total = goods + fee,
            Quantity = quantity,
            Status = OrderStatus.Pending,
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds()), // as it is stored
            Owner = owner,
            TraceParent = Activity.Current?.Id,
        };
    }

    /// <summary>Whether another order is for the same units of the same product at the same price.</summary>
    public bool AsksForTheSameAs(Order other) =>
        (ProductId, Quantity, Price) == (other.ProductId, other.Quantity, other.Price);

    /// <summary>Whether a caller may know of it: its owner, or everybody when tokens are not asked for.</summary>
    /// <param name="caller">The <c>sub</c> of the caller's token, if tokens are asked for.</param>
    public bool IsVisibleTo(string? caller) => caller is null || caller == Owner;

    /// <summary>Whether it never changes again.</summary>
    public bool IsFinal() => ConfirmedAt is not null || Status is OrderStatus.Refunded or OrderStatus.Declined;

    /// <summary>What Inventory is told once the order is paid.</summary>
    public OrderCompleted ToEvent(DateTimeOffset now) => new()
    {
        OrderId = Id,
        ProductId = ProductId,
        Price = Price,
        Fee = Fee,
        Total = Total,
        Quantity = Quantity,
        Status = "completed",
        OccurredAt = now,
        TraceParent = Activity.Current?.Id ?? TraceParent,
    };
}
