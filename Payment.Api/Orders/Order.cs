using System.Diagnostics;
using System.Text.Json.Serialization;
using Shared.Contracts;

namespace Payment.Api.Orders;

/// <summary>An order of some units of one product.</summary>
public sealed record Order
{
    /// <summary>Id of the order.</summary>
    public required string Id { get; init; }

    /// <summary>The product ordered.</summary>
    public required string ProductId { get; init; }

    /// <summary>Unit price the customer was quoted, in currency units.</summary>
    public required decimal Price { get; init; }

    /// <summary>Fee on the whole order, in currency units.</summary>
    public required decimal Fee { get; init; }

    /// <summary>Amount to be charged, in currency units: price x quantity + fee.</summary>
    public required decimal Total { get; init; }

    /// <summary>Units ordered.</summary>
    public required int Quantity { get; init; }

    /// <summary>Where the order is in its life.</summary>
    public required OrderStatus Status { get; init; }

    /// <summary>Why it was declined or refunded.</summary>
    public string? Reason { get; init; }

    /// <summary>When it was placed.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was paid.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>When it was refunded; its money is back a moment later.</summary>
    public DateTimeOffset? RefundedAt { get; init; }

    /// <summary>The request that placed it, as W3C Trace Context writes it; what is done for the order later belongs to its trace.</summary>
    [JsonIgnore]
    public string? TraceParent { get; init; }

    /// <summary>A new order, with fee and total in whole cents.</summary>
    /// <param name="productId">The product ordered.</param>
    /// <param name="quantity">Units ordered.</param>
    /// <param name="price">Unit price, in currency units.</param>
    /// <param name="feeRate">Fee as a fraction of price x quantity.</param>
    /// <param name="now">When it is placed.</param>
    public static Order Place(string productId, int quantity, decimal price, decimal feeRate, DateTimeOffset now)
    {
        var goods = price * quantity;
        var fee = decimal.Round(goods * feeRate, 2, MidpointRounding.AwayFromZero);
        return new Order
        {
            Id = Guid.CreateVersion7(now).ToString(),
            ProductId = productId,
            Price = price,
            Fee = fee,
            Total = goods + fee,
            Quantity = quantity,
            Status = OrderStatus.Pending,
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds()), // as precise as it is stored
            TraceParent = Activity.Current?.Id,
        };
    }

    /// <summary>What Inventory is told once the order is paid.</summary>
    /// <param name="now">When it was paid.</param>
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
