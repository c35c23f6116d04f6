using System.Net;
using System.Text.Json.Nodes;
using Shared.Contracts;
using StackExchange.Redis;
using Testing;

namespace EndToEnd.Tests;

/// <summary>Both services as the Redis users that deploy/redis describes.</summary>
public sealed class LeastPrivilegeTests
{
    private Secrets _secrets = null!;
    private TwoServices _services = null!;

    private IEnumerable<RedisServer> Servers => [_services.InventoryStore, _services.PaymentStore, _services.Broker];

    [OneTimeSetUp]
    public async Task StartServices()
    {
        _secrets = new Secrets();
        _services = await TwoServices.StartGuardedAsync(_secrets);
    }

    [OneTimeTearDown]
    public async Task StopServices()
    {
        await _services.DisposeAsync();
        _secrets.Dispose();
    }

    [Test]
    public async Task The_users_may_do_all_that_the_services_do()
    {
        var product = await _services.CreateProductAsync(quantity: 5);
        await _services.PlaceOrderAsync(product, quantity: 3);
        await Eventually.That(() => _services.StockAsync(product), Is.EqualTo(2));
        var refused = await _services.PlaceOrderAsync(product, quantity: 3);
        await Eventually.That(() => _services.StatusAsync(refused), Is.EqualTo("refunded"));
        await _services.Inventory.Client.DeleteAsync(Path($"/products/{product}"));
        await RedriveAsync(_services.Inventory, OrderCompleted.Stream);
        await RedriveAsync(_services.Payment, RefundOrder.Stream);
        Assert.That(await _services.Inventory.AnswersAsync("/products"), Is.True);
        Assert.That(await _services.Payment.AnswersAsync("/orders"), Is.True);
        Assert.That(await _services.Inventory.AnswersAsync("/flow"), Is.True);
        Assert.That(await _services.Payment.AnswersAsync("/flow"), Is.True);
        await Eventually.That(_services.UnderWayAsync, Is.Zero);

        // Redis remembers whom it refused what, also what a client does not complain about.
        foreach (var server in Servers)
        {
            Assert.That(Flat(await server.Database.ExecuteAsync("ACL", "LOG")), Is.Empty);
        }
    }

    [Test]
    public async Task What_the_users_wrote_is_there_after_a_restart_of_every_server()
    {
        var product = await _services.CreateProductAsync(quantity: 5);
        var order = await _services.PlaceOrderAsync(product, quantity: 3);
        await Eventually.That(() => _services.StockAsync(product), Is.EqualTo(2));

        foreach (var server in Servers)
        {
            var before = await server.SnapshotAsync();
            await server.RestartAsync();
            Assert.That((await server.SnapshotAsync()).Keys, Is.EquivalentTo(before.Keys));
        }

        await Eventually.That(() => _services.Inventory.AnswersAsync("/health/ready"), Is.True);
        await Eventually.That(() => _services.Payment.AnswersAsync("/health/ready"), Is.True);
        Assert.That(await _services.StockAsync(product), Is.EqualTo(2));
        Assert.That(await _services.StatusAsync(order), Is.EqualTo("completed"));
    }

    private async Task RedriveAsync(ServiceProcess service, string stream)
    {
        await _services.Broker.Database.StreamAddAsync(stream, "no", "order");
        await Eventually.That(async () => (await LettersAsync(service)).Count, Is.EqualTo(1));
        var id = (string)(await LettersAsync(service))[0]!["id"]!;
        var answer = await service.Client.PostAsync(Path($"/dead-letters/{id}/redrive"), content: null);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Conflict)); // It still names no order.
        await service.Client.DeleteAsync(Path($"/dead-letters/{id}"));
    }

    private static async Task<JsonArray> LettersAsync(ServiceProcess service) =>
        JsonNode.Parse(await service.Client.GetStringAsync(Path("/dead-letters")))!.AsArray();

    private static string Flat(RedisResult reply) =>
        reply.Length < 0 ? reply.ToString() : string.Join(' ', ((RedisResult[])reply!).Select(Flat));

    private static Uri Path(string path) => new(path, UriKind.Relative);
}
