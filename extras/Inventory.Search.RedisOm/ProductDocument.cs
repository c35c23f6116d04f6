using System.Text.Json.Serialization;
using Redis.OM.Modeling;

namespace Inventory.Search.RedisOm;

/// <summary>
/// The hash of a product as the query engine sees it. Scripts write it; here it is only read. Redis keeps the index up to
/// date by itself, in the step in which a script changes the hash.
/// </summary>
/// <remarks>
/// No word is a stop word: a name may consist of them. Nothing is marked as possibly missing, which Redis Stack 7.2 would
/// not know. An index is never changed: another one gets another name.
/// </remarks>
[Document(StorageType = StorageType.Hash, IndexName = Index, Prefixes = ["product:"], Stopwords = [])]
public sealed class ProductDocument
{
    /// <summary>Name of the index.</summary>
    public const string Index = "product-search-1";

    [Searchable(PropertyName = "name", Sortable = true, IndexEmptyAndMissing = false), JsonPropertyName("name")]
    public string Name { get; init; } = "";

    [Indexed(PropertyName = "price", Sortable = true, IndexEmptyAndMissing = false), JsonPropertyName("price")]
    public decimal Price { get; init; }

    [Indexed(PropertyName = "quantity", Sortable = true, IndexEmptyAndMissing = false), JsonPropertyName("quantity")]
    public int Quantity { get; init; }

    [Indexed(PropertyName = "created_at", Sortable = true, IndexEmptyAndMissing = false)]
    [JsonPropertyName("created_at")]
    public long CreatedAt { get; init; }
}
