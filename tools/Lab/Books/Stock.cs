using Audit;

namespace Lab.Books;

/// <summary>The stock of all products beside what their orders account for.</summary>
/// <param name="Taken">Units taken, as the products say.</param>
/// <param name="OfOrders">Units taken, as the orders say.</param>
/// <param name="Excess">How many more the products say.</param>
internal sealed record Stock(long Taken, long OfOrders, long Excess, IReadOnlyList<string> Breaches)
{
    /// <summary>
    /// Compares. Stock that is taken while it is read lies between the two readings; when nothing moves they are one.
    /// </summary>
    public static Stock Compare(
        IEnumerable<OrderLine> lines, IReadOnlyList<ProductEntry> before, IReadOnlyList<ProductEntry> after)
    {
        var ofOrders = lines.Where(line => line.HasStock)
            .GroupBy(line => line.Order!.ProductId)
            .ToDictionary(group => group.Key, group => group.Sum(line => line.Units));
        var earlier = before.ToDictionary(product => product.Id, product => product.Reserved);
        var breaches = new List<string>();
        var (taken, excess) = (0L, 0L);
        foreach (var product in after)
        {
            var own = ofOrders.GetValueOrDefault(product.Id);
            var least = earlier.GetValueOrDefault(product.Id);
            taken += Math.Clamp(own, least, product.Reserved);
            excess += Math.Max(0, least - own);
            if (own < least || own > product.Reserved)
            {
                breaches.Add($"{product.Id}: {product.Reserved} units are taken, and {own} are of orders");
            }

            if (product.Quantity < 0 || product.Quantity != product.Received - product.Reserved)
            {
                breaches.Add($"{product.Id}: {product.Quantity} left of {product.Received}, {product.Reserved} taken");
            }
        }

        return new(taken, ofOrders.Values.Sum(), excess, breaches);
    }
}
