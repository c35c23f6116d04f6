using System.Runtime.ExceptionServices;
using Inventory.Api.Products;
using Redis.OM;
using Redis.OM.Contracts;
using Redis.OM.Searching;
using Redis.OM.Searching.Query;
using StackExchange.Redis;

namespace Inventory.Search.RedisOm;

/// <summary>Finds products by what they are like.</summary>
public sealed class ProductSearch(IRedisConnection store)
{
    /// <summary>Finds a part of those that fit.</summary>
    /// <returns>The products, or <see langword="null"/> when the store cannot search.</returns>
    public async Task<IReadOnlyList<Product>?> FindAsync(ProductQuestion question, int limit, int offset)
    {
        try
        {
            var found = await SearchAsync(question.ToQuery(limit, offset));
            return [.. found.Documents.Select(ToProduct)];
        }
        catch (Exception fault) when (fault.GetBaseException() is RedisServerException refusal && IsOfAnyQuery(refusal))
        {
            return null;
        }
        catch (Exception fault) when (fault.InnerException is RedisException or RedisTimeoutException)
        {
            // Redis.OM wraps it, in an exception of no kind, with all that was asked in its message.
            ExceptionDispatchInfo.Throw(fault.InnerException);
            throw;
        }
    }

    /// <summary>Searches, and makes the index where it is missing, as at first and after FLUSHALL.</summary>
    private async Task<SearchResponse<ProductDocument>> SearchAsync(RedisQuery query)
    {
        try
        {
            return await store.SearchAsync<ProductDocument>(query);
        }
        catch (Exception fault) when (fault.GetBaseException() is RedisServerException)
        {
            // How a missing index is worded, depends on the version. If it was there, something else is wrong.
            if (!await store.CreateIndexAsync(typeof(ProductDocument)))
            {
                throw;
            }

            return await store.SearchAsync<ProductDocument>(query);
        }
    }

    /// <summary>Whether there is no query engine, or it does not serve this database.</summary>
    private static bool IsOfAnyQuery(RedisServerException refusal) =>
        refusal.Kind == RedisErrorKind.UnknownCommand
        || refusal.Message.Contains("db != 0", StringComparison.Ordinal);

    // The id is in the key alone: product:{07sd}:<id>.
    private static Product ToProduct(KeyValuePair<string, ProductDocument> found)
    {
        var id = found.Key[(found.Key.IndexOf("}:", StringComparison.Ordinal) + 2)..];
        return new Product(id, found.Value.Name, found.Value.Price, found.Value.Quantity);
    }
}
