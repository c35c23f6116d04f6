using Inventory.Api.Products;
using Payment.Api.Orders;
using Shared.Redis.Connections;

namespace Simulation;

/// <summary>Products with little stock, and orders: some at a wrong price, for no product, or too expensive.</summary>
internal sealed class Workload
{
    /// <summary>The provider declines charges above this amount.</summary>
    public const decimal DeclineAbove = 400;

    public const int ProductCount = 4;

    private readonly Queue<Order> _waiting = new();
    private readonly HashSet<string> _acknowledged = [];
    private readonly Dictionary<string, string> _told = [];
    private readonly Random _random;

    public Workload(int orders, Random random, DateTimeOffset now)
    {
        _random = random;
        Products = [.. Enumerable.Range(0, ProductCount).Select(i => new Product(
            $"product-{i}", $"product {i}", 1 + (random.Next(2000) / 100m), random.Next(orders)))];
        for (var i = 0; i < orders; i++)
        {
            var product = Products[random.Next(Products.Count)];
            var known = random.Next(20) > 0;
            var price = product.Price + (random.Next(20) > 0 ? 0 : 0.01m);
            var quantity = random.Next(1, random.Next(20) > 0 ? 6 : 60);
            var order = Order.Place(known ? product.Id : "no-such-product", quantity, price, 0.2m, now) with
            {
                Id = $"order-{i:0000}", // The bucket follows from the id, so it has to be the same in a replay.
            };
            _waiting.Enqueue(order);
            if (!known || price != product.Price)
            {
                Impossible.Add(order.Id);
            }
        }
    }

    public IReadOnlyList<Product> Products { get; }

    /// <summary>Orders that must not be completed: wrong price or unknown product.</summary>
    public HashSet<string> Impossible { get; } = [];

    /// <summary>Orders whose client was told that they are accepted.</summary>
    public IReadOnlyCollection<string> Acknowledged => _acknowledged;

    /// <summary>The last state of an order, as its client was told.</summary>
    public IReadOnlyDictionary<string, string> Told => _told;

    public bool IsEmpty => _waiting.Count == 0;

    /// <summary>A client places an order; when no answer comes it asks again, or gives up.</summary>
    public async Task<bool> PlaceNextAsync(IOrderStore store)
    {
        // Now and then only, so that orders are placed all the while that things go wrong.
        if (_random.Next(3) > 0 || !_waiting.TryDequeue(out var order))
        {
            return false;
        }

        try
        {
            await store.CreateAsync(order);
            _acknowledged.Add(order.Id);
        }
        catch (Exception fault) when (RedisFaults.IsUnavailable(fault))
        {
            if (_random.Next(2) == 0)
            {
                _waiting.Enqueue(order);
            }
        }

        return true;
    }

    /// <summary>A client asks for an order, and remembers it once it is told that it is final.</summary>
    public async Task<bool> AskAsync(IOrderStore store)
    {
        if (_acknowledged.Count == 0)
        {
            return false;
        }

        try
        {
            var order = await store.FindAsync(_acknowledged.ElementAt(_random.Next(_acknowledged.Count)));
            if (order?.IsFinal() == true)
            {
                _told[order.Id] = order.State;
            }
        }
        catch (Exception fault) when (RedisFaults.IsUnavailable(fault))
        {
            // It is told nothing.
        }

        return false;
    }
}
