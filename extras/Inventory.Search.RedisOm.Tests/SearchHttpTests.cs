using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using StackExchange.Redis;
using Testing;

namespace Inventory.Search.RedisOm.Tests;

/// <summary>Inventory with the search, on a store that has the query engine or has not.</summary>
public sealed class SearchHttpTests
{
    private RedisServer _server = null!;
    private ServiceHost<ProductSearchController> _host = null!;
    private bool _canSearch;

    /// <summary>
    /// The store is the redis-server of all tests, or what <c>SEARCH_STORE</c> names, whose database is emptied.
    /// </summary>
    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await RedisServer.StartAsync();
        var store = Environment.GetEnvironmentVariable("SEARCH_STORE") is { Length: > 0 } named
            ? named
            : _server.ConnectionString;
        await using var connection = await ConnectionMultiplexer.ConnectAsync(
            $"{store},allowAdmin=true,connectRetry=20");
        await connection.GetServers()[0].FlushDatabaseAsync();
        _canSearch = !(await connection.GetDatabase().ExecuteAsync("COMMAND", "INFO", "FT.SEARCH"))[0].IsNull;
        _host = new ServiceHost<ProductSearchController>(store, _server.ConnectionString);
        var products = new[] { ("Espresso cup", 19.99, 5), ("Tea cup", 9.5, 0), ("Lamp", 40, 1) };
        foreach (var (name, price, quantity) in products)
        {
            using var answer = await _host.Client.PostAsJsonAsync("/products", new { name, price, quantity });
            answer.EnsureSuccessStatusCode();
        }
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _host.DisposeAsync();
        await _server.DisposeAsync();
    }

    [TestCase("search=cup&sort=price", "Tea cup", "Espresso cup")]
    [TestCase("search=CUP%20espresso", "Espresso cup")]
    [TestCase("minPrice=9.50&maxPrice=19.99&sort=-price", "Espresso cup", "Tea cup")]
    [TestCase("inStock=true", "Lamp", "Espresso cup")]
    [TestCase("inStock=false", "Tea cup")]
    [TestCase("sort=name&limit=1&offset=1", "Lamp")]
    [TestCase("search=saucer")]
    public async Task Products_are_found(string query, params string[] names)
    {
        if (!_canSearch)
        {
            Assert.Ignore("Needs a store with the query engine.");
        }

        // At first the index is filled in the background.
        await Eventually.That(async () => await NamesAsync(query), Is.EqualTo(names));
    }

    [TestCase("search=cup")]
    [TestCase("sort=price")]
    [TestCase("inStock=true&limit=5")]
    public async Task A_store_that_cannot_search_says_so(string query)
    {
        if (_canSearch)
        {
            Assert.Ignore("Needs a store without the query engine.");
        }

        using var answer = await GetAsync(query);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotImplemented));
        Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
        Assert.That(problem.GetProperty("detail").GetString(), Does.Contain("cannot search"));
    }

    [TestCase("")]
    [TestCase("limit=10")]
    public async Task Who_looks_for_nothing_gets_the_list_as_ever(string query) =>
        Assert.That(await NamesAsync(query), Is.EqualTo(["Lamp", "Tea cup", "Espresso cup"]));

    [TestCase("search=!", "search")]
    [TestCase("minPrice=cheap", "minPrice")]
    [TestCase("maxPrice=-1", "maxPrice")]
    [TestCase("inStock=maybe", "inStock")]
    [TestCase("sort=colour", "sort")]
    [TestCase("search=cup&offset=-1", "offset")]
    [TestCase("search=cup&colour=red", "colour")]
    [TestCase("search=cup&search=tea", "search")]
    public async Task What_cannot_be_looked_for_is_400(string query, string field)
    {
        using var answer = await GetAsync(query);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(
            problem.GetProperty("errors").EnumerateObject().Select(error => error.Name), Is.EqualTo([field]));
    }

    [Test]
    public async Task The_service_stays_the_one_that_is_documented()
    {
        Assert.That(await _host.Client.GetStringAsync("/metrics"), Does.Contain("redis_available"));
        using var document = await _host.Client.GetAsync("/swagger/v1/swagger.json");
        Assert.That(document.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    private Task<HttpResponseMessage> GetAsync(string query) =>
        _host.Client.GetAsync(new Uri($"/products?{query}", UriKind.Relative));

    private async Task<string[]> NamesAsync(string query)
    {
        using var answer = await GetAsync(query);
        var products = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement[]>();
        return [.. products!.Select(product => product.GetProperty("name").GetString()!)];
    }
}
