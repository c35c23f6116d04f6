using Audit;

namespace Simulation.Tests.Sequences;

/// <summary>What the services should come to, in as few words as it can be said.</summary>
/// <param name="declineAbove">The provider declines charges above this amount.</param>
internal sealed class Model(decimal declineAbove)
{
    private const decimal FeeRate = 0.2m;

    private readonly Dictionary<string, Product?> _products = []; // null: deleted
    private readonly Dictionary<string, Order> _orders = [];
    private readonly HashSet<string> _restocked = [];

    /// <summary>What the provider has to hold.</summary>
    public decimal Balance => _orders.Values.Where(order => order.Status == "completed").Sum(order => order.Total);

    public IReadOnlyCollection<string> Orders => _orders.Keys;

    public decimal Price(string product) => _products[product]?.Price ?? 1;

    public void Create(string product, decimal price, int quantity) => _products.TryAdd(product, new(price, quantity));

    public void Reprice(string product, decimal price) => Change(product, found => found with { Price = price });

    public void Delete(string product) => _products[product] = null;

    public void Restock(string key, string product, int delta)
    {
        if (!_restocked.Contains(key) && _products[product]?.Quantity + delta >= 0)
        {
            _restocked.Add(key);
            Change(product, found => found with { Quantity = found.Quantity + delta });
        }
    }

    public void Place(string order, string product, int quantity, decimal price)
    {
        var total = decimal.Round(price * quantity * (1 + FeeRate), 2, MidpointRounding.AwayFromZero);
        _orders.TryAdd(order, new(product, quantity, price, total));
    }

    /// <summary>
    /// Decides what is pending. Orders that compete for the same units are served in any order; so for these it takes
    /// over what was decided, unless one was refused that would have fitted into what is left.
    /// </summary>
    public void Settle(IReadOnlyDictionary<string, OrderEntry> seen)
    {
        var pending = _orders.Where(order => order.Value.Status == "pending").ToList();
        foreach (var group in pending.GroupBy(order => order.Value.Product))
        {
            var product = _products[group.Key];
            var competing = group.Where(order => Verdict(order.Value, product) == "completed")
                .Select(order => order.Key).ToList();
            var served = competing.Where(id => seen.GetValueOrDefault(id)?.Status == "completed").ToList();
            var left = (product?.Quantity ?? 0) - served.Sum(id => _orders[id].Quantity);
            foreach (var (id, order) in group)
            {
                var isRefused = competing.Contains(id) && !served.Contains(id) && order.Quantity > left;
                _orders[id] = order with { Status = isRefused ? "refunded" : Verdict(order, product) };
            }

            Change(group.Key, found => found with { Quantity = left });
        }
    }

    /// <summary>How what is stored differs from what should be.</summary>
    public IEnumerable<string> Differences(Ledger ledger) =>
    [
        .. from product in _products
           let seen = ledger.Products.GetValueOrDefault(product.Key)?.Quantity
           where seen != product.Value?.Quantity
           select $"{product.Key} has {seen?.ToString() ?? "gone"}, not {product.Value?.Quantity.ToString() ?? "gone"}",
        .. from order in _orders
           let seen = ledger.Orders.GetValueOrDefault(order.Key)
           where (seen?.Status, seen?.Total) != (order.Value.Status, order.Value.Total)
           select $"{order.Key} is {seen?.Status} for {seen?.Total}, not {order.Value.Status} for {order.Value.Total}",
    ];

    private string Verdict(Order order, Product? product) =>
        order.Total > declineAbove ? "declined" : order.Price == product?.Price ? "completed" : "refunded";

    private void Change(string product, Func<Product, Product> change) =>
        _products[product] = _products[product] is { } found ? change(found) : null;

    private sealed record Product(decimal Price, int Quantity);

    private sealed record Order(string Product, int Quantity, decimal Price, decimal Total, string Status = "pending");
}
