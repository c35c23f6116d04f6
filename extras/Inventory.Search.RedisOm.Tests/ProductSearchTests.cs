using Inventory.Api.Products;
using StackExchange.Redis;

namespace Inventory.Search.RedisOm.Tests;

/// <summary>What Redis is asked, and what becomes of its answers, which are those of the query engine as documented.</summary>
public sealed class ProductSearchTests
{
    private static readonly ProductQuestion _anything = new(null, null, null, null, "-created_at");
    private static readonly RedisResult _nothing = RedisResult.Create([RedisResult.Create(0)]);

    [TestCase(null, null, null, null, "-created_at", "* LIMIT 40 20 SORTBY created_at DESC")]
    [TestCase("Espresso cup", null, null, null, "name", "@name:(Espresso cup) LIMIT 40 20 SORTBY name ASC")]
    [TestCase(null, 5, null, null, "price", "@price:[5 1000000] LIMIT 40 20 SORTBY price ASC")]
    [TestCase(null, null, 19.99, null, "price", "@price:[0 19.99] LIMIT 40 20 SORTBY price ASC")]
    [TestCase(null, null, null, true, "name", "@quantity:[1 +inf] LIMIT 40 20 SORTBY name ASC")]
    [TestCase(null, null, null, false, "name", "@quantity:[0 0] LIMIT 40 20 SORTBY name ASC")]
    [TestCase("cup", 5, 19.99, true, "-price",
        "@name:(cup) @price:[5 19.99] @quantity:[1 +inf] LIMIT 40 20 SORTBY price DESC")]
    public async Task What_is_looked_for_is_one_query(
        string? words, decimal? minPrice, decimal? maxPrice, bool? inStock, string sort, string query)
    {
        var store = new RecordingConnection(_nothing);

        await new ProductSearch(store).FindAsync(new(words, minPrice, maxPrice, inStock, sort), limit: 20, offset: 40);

        Assert.That(store.Commands, Is.EqualTo([$"FT.SEARCH product-search-1 {query}"]));
    }

    [TestCase("x) | @price:[0 1] | (y", "x price 0 1 y")]
    [TestCase("-cup ~\"tea\" *%{a}", "cup tea a")]
    [TestCase("Tasse für Grüße", "Tasse für Grüße")]
    [TestCase("snake_case 2026", "snake_case 2026")]
    public async Task No_sign_among_the_words_means_anything(string words, string asked)
    {
        var store = new RecordingConnection(_nothing);

        await new ProductSearch(store).FindAsync(_anything with { Words = words }, limit: 1, offset: 0);

        Assert.That(store.Commands[0], Does.StartWith($"FT.SEARCH product-search-1 @name:({asked}) LIMIT"));
    }

    [Test]
    public async Task Products_are_what_the_scripts_wrote_in_the_order_of_the_answer()
    {
        var store = new RecordingConnection(RedisResult.Create(
        [
            RedisResult.Create(2),
            RedisResult.Create((RedisValue)"product:{07sd}:b"), Hash("Say \"hi\"", "19.99", "5"),
            RedisResult.Create((RedisValue)"product:{00td}:product:{00td}:a"), Hash("Tasse für Grüße", "1000000", "0"),
        ]));

        var found = await new ProductSearch(store).FindAsync(_anything, limit: 50, offset: 0);

        Assert.That(found, Is.EqualTo(new Product[]
        {
            new("b", "Say \"hi\"", 19.99m, 5), new("product:{00td}:a", "Tasse für Grüße", 1_000_000m, 0),
        }));
    }

    [Test]
    public async Task An_index_that_is_missing_is_made_and_searched()
    {
        var store = new RecordingConnection(Refusal("ERR no such index"), Ok(), _nothing);

        var found = await new ProductSearch(store).FindAsync(_anything, limit: 50, offset: 0);

        Assert.That(found, Is.Empty);
        Assert.That(store.Commands[1], Is.EqualTo(
            "FT.CREATE product-search-1 ON Hash PREFIX 1 product: STOPWORDS 0 SCHEMA name TEXT SORTABLE "
            + "price NUMERIC SORTABLE quantity NUMERIC SORTABLE created_at NUMERIC SORTABLE"));
        Assert.That(store.Commands[2], Is.EqualTo(store.Commands[0]));
    }

    [Test]
    public void A_refusal_that_is_not_of_the_index_is_told_as_it_is()
    {
        var refusal = Refusal("OOM command not allowed", RedisErrorKind.OutOfMemory);
        var store = new RecordingConnection(refusal, Refusal("ERR Index already exists"));

        Assert.That(
            () => new ProductSearch(store).FindAsync(_anything, limit: 50, offset: 0),
            Throws.Exception.SameAs(refusal));
    }

    [TestCase("ERR unknown command 'FT.CREATE'", RedisErrorKind.UnknownCommand)]
    [TestCase("ERR Cannot create index on db != 0", RedisErrorKind.UnknownError)]
    public async Task Without_a_query_engine_or_in_another_database_there_is_no_answer(string said, RedisErrorKind kind)
    {
        var store = new RecordingConnection(Refusal("ERR", kind), Refusal(said, kind));

        Assert.That(await new ProductSearch(store).FindAsync(_anything, limit: 50, offset: 0), Is.Null);
    }

    private static RedisServerException Refusal(string said, RedisErrorKind kind = RedisErrorKind.UnknownError) =>
        new(kind, CommandFlags.None, said);

    private static RedisResult Ok() => RedisResult.Create((RedisValue)"OK");

    private static RedisResult Hash(string name, string price, string quantity) => RedisResult.Create(
    [
        "name", name, "price", price, "quantity", quantity, "received", quantity, "reserved", "0", "version", "1",
        "created_at", "1795000000000", "entry", "1795000000000-0",
    ]);
}
