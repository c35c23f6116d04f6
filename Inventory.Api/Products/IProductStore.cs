using Shared.Contracts;
using Shared.Redis.Paging;
using Shared.ServiceDefaults.Http;

namespace Inventory.Api.Products;

/// <summary>Keeps the products and their stock.</summary>
public interface IProductStore
{
    /// <summary>Adds a product.</summary>
    /// <param name="product">The product, with an id that is new or was made of an idempotency key.</param>
    /// <param name="remember">Whether to remember the request for 24 hours, because it has an idempotency key.</param>
    /// <returns>Done, replayed or mismatch.</returns>
    Task<ProductChange> CreateAsync(Product product, bool remember = false);

    /// <summary>Finds a product.</summary>
    /// <returns>The product, or <see langword="null"/> when there is none.</returns>
    Task<Product?> FindAsync(string id);

    /// <summary>Lists products, newest first.</summary>
    /// <param name="after">Where to go on, or <see langword="null"/> to begin.</param>
    Task<Page<Product>> ListAsync(Cursor? after, int limit);

    /// <summary>Changes the name and the price of a product.</summary>
    /// <param name="ifMatch">The versions of the product for which this is meant; without it, any.</param>
    /// <returns>Done, missing or stale.</returns>
    Task<ProductChange> UpdateAsync(string id, UpdateProduct update, EntityTags? ifMatch = null);

    /// <summary>Changes the stock of a product by units that came in or got lost.</summary>
    /// <param name="delta">Units to add; below zero, units to remove.</param>
    /// <param name="requestId">
    /// What to remember the request by for 24 hours; <see langword="null"/> when it has no idempotency key.
    /// </param>
    /// <param name="ifMatch">The versions of the product for which this is meant; without it, any.</param>
    /// <returns>Done, replayed, mismatch, missing, stale or refused.</returns>
    Task<ProductChange> ChangeStockAsync(
        string id, int delta, string? requestId = null, EntityTags? ifMatch = null);

    /// <summary>Removes a product. Orders for it that come later are refused.</summary>
    /// <param name="ifMatch">The versions of the product for which this is meant; without it, any.</param>
    /// <returns>Done, missing or stale.</returns>
    Task<ChangeOutcome> DeleteAsync(string id, EntityTags? ifMatch = null);

    /// <summary>
    /// Takes an order's stock, or refuses the order and queues its refund; decided once for each order.
    /// </summary>
    Task<Reservation> ReserveAsync(OrderCompleted order);
}
