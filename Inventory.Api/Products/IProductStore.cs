using Shared.Contracts;
using Shared.Redis;

namespace Inventory.Api.Products;

/// <summary>Keeps the products and their stock.</summary>
public interface IProductStore
{
    /// <summary>Adds a product.</summary>
    /// <param name="product">The product, with an id that is new.</param>
    Task CreateAsync(Product product);

    /// <summary>Finds a product.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The product, or <see langword="null"/> when there is none.</returns>
    Task<Product?> FindAsync(string id);

    /// <summary>Lists products, newest first.</summary>
    /// <param name="after">Where to go on, or <see langword="null"/> to begin.</param>
    /// <param name="limit">Most products to return.</param>
    Task<Page<Product>> ListAsync(Cursor? after, int limit);

    /// <summary>Removes a product. Orders for it that come later are refused.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>Whether there was such a product.</returns>
    Task<bool> DeleteAsync(string id);

    /// <summary>Takes an order's stock, or refuses the order and queues its refund; decided once for each order.</summary>
    /// <param name="order">The paid order.</param>
    Task<Reservation> ReserveAsync(OrderCompleted order);
}
