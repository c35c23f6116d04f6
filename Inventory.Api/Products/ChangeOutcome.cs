namespace Inventory.Api.Products;

/// <summary>
/// Whether a request to create, to change or to remove a product had its effect. The scripts answer with these words.
/// </summary>
public enum ChangeOutcome
{
    /// <summary>It was done now.</summary>
    Done,

    /// <summary>The same request was done before; nothing is changed by it now.</summary>
    Replayed,

    /// <summary>Not done: its idempotency key, or the id, belongs to another request.</summary>
    Mismatch,

    /// <summary>Not done: there is no such product.</summary>
    Missing,

    /// <summary>Not done: the product has changed since the client saw it.</summary>
    Stale,

    /// <summary>Not done: the stock would fall below zero or rise above <see cref="Product.MaxQuantity"/>.</summary>
    Refused,
}
