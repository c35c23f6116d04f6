using System.Net;
using Audit;
using Inventory.Api.Products;
using Lab;
using Lab.Books;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Payment.Api.Orders;
using Testing;

namespace EndToEnd.Tests.Tools;

/// <summary>The lab: where it starts, whom it obeys, and that its ledger can turn red.</summary>
public sealed class LabTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private WebApplication? _app;

    private Laboratory Laboratory => _app!.Services.GetRequiredService<Laboratory>();

    [TearDown]
    public async Task StopAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
            _app = null;
        }
    }

    [TestCase("--environment", "Production")]
    [TestCase("--environment", "Staging")]
    [TestCase("--environment", "Development", "--urls", "http://0.0.0.0:8002")]
    [TestCase("--environment", "Development", "--http_ports", "8002")]
    [TestCase("--environment", "Development", "--Kestrel:Endpoints:All:Url", "http://*:8002")]
    public void The_lab_starts_for_development_on_this_machines_own_address_only(params string[] arguments) =>
        Assert.Throws<FormatException>(() => LabHost.Build(arguments));

    [Test]
    public async Task What_a_page_from_elsewhere_makes_a_browser_send_breaks_nothing()
    {
        await StartAsync();
        (string Header, string Value)[] foreign =
            [("Host", "lab.example.com"), ("Origin", "http://example.com"), ("Origin", "null")];
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        foreach (var (header, value) in foreign)
        {
            var page = _app!.Services.GetRequiredService<LabOptions>().Page;
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(page, "faults/broker-flush-broker"));
            request.Headers.Add(header, value);
            using var answer = await client.SendAsync(request);
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden), header);
        }

        Assert.That(_app!.Urls.Select(url => new Uri(url).IsLoopback), Is.All.True);
        Assert.That((await StateAsync()).Notes, Is.Empty);
    }

    [Test]
    public async Task The_ledger_is_red_once_an_order_is_deleted()
    {
        var order = await StartAndConfirmAsync();

        await Laboratory.Site.Payment.Store.Database.KeyDeleteAsync(OrderKeys.Order(order));

        var state = await SeeBrokenAsync(order);
        Assert.That(state.Statement, Has.Property("Lost").EqualTo(1).And.Property("Holds").False);
    }

    [Test]
    public async Task The_ledger_is_red_once_stock_is_taken_twice()
    {
        await StartAndConfirmAsync();
        var product = (await Ledger.ReadProductsAsync(Laboratory.Site.Installation)).First(one => one.Quantity > 1000);

        await Laboratory.Site.Inventory.Store.Database.ScriptEvaluateAsync(
            "redis.call('HINCRBY', KEYS[1], 'quantity', -100) redis.call('HINCRBY', KEYS[1], 'reserved', 100)",
            [ProductKeys.Product(product.Id)]);

        var state = await SeeBrokenAsync("units are taken");
        Assert.That(state.Statement!.Doubled, Is.GreaterThan(0));
    }

    [Test]
    public async Task The_ledger_is_red_once_money_goes_back_for_goods_that_went_out()
    {
        var order = await StartAndConfirmAsync();

        await Laboratory.Site.Payment.Store.Database.HashSetAsync(OrderKeys.Order(order), "status", "refunded");

        var state = await SeeBrokenAsync(order);
        Assert.That(state.Statement!.Doubled, Is.EqualTo(1));
    }

    [Test]
    public async Task What_is_broken_is_mended_and_written_down_and_an_audit_finds_nothing()
    {
        await StartAndConfirmAsync();

        Assert.That(Laboratory.Strike("absence-inventory"), Is.True);
        Assert.That(Laboratory.Strike("kill-inventory-1"), Is.False, "it is struck already");
        await SeeAsync(nameof(Statement.InFlight), 20);
        Assert.That(Laboratory.Strike("broker-flush-broker"), Is.True);
        Assert.That(Laboratory.Audit(), Is.True);

        var state = await Eventually.That(StateAsync, Has.Property("Audit").Not.Null, _patience);
        Assert.Multiple(() =>
        {
            Assert.That(state.Audit!.Violations, Is.Zero);
            Assert.That(state.Broke, Is.Null);
            Assert.That(state.Broken, Is.Empty);
            Assert.That(state.Notes.Select(note => note.Kind), Does.Contain("struck").And.Contain("healed"));
        });
    }

    private Task StartAsync()
    {
        _app = LabHost.Build(
            "--environment", "Development", "--Lab:Rate", "8", "--Lab:Port", $"{Ports.Free()}",
            "--Lab:InventoryPort", $"{Ports.Free()}", "--Lab:PaymentPort", $"{Ports.Free()}");
        return _app.StartAsync();
    }

    /// <summary>Starts it, and waits until orders are confirmed and the ledger holds.</summary>
    /// <returns>One of them, which the ledger has.</returns>
    private async Task<string> StartAndConfirmAsync()
    {
        await StartAsync();
        var orders = (await Eventually.That(
            async () => (await Ledger.ReadAsync(Laboratory.Site.Installation)).Orders.Values
                .Where(order => order.State == "confirmed").ToList(),
            Has.Count.GreaterThan(5), _patience)).ToList();
        await SeeAsync(nameof(Statement.Confirmed), orders.Count);
        Assert.That((await StateAsync()).Broke, Is.Null);
        return orders[0].Id;
    }

    private async Task SeeAsync(string figure, int more) => await Eventually.That(
        async () => (await StateAsync()).Statement, Has.Property(figure).GreaterThan(more), _patience);

    private Task<LabState> SeeBrokenAsync(string text) => Eventually.That(
        StateAsync, Has.Property("Broke").Not.Null.And.Property("Broke").Contains(text), _patience);

    private async Task<LabState> StateAsync() =>
        await Laboratory.WatchAsync(CancellationToken.None, CancellationToken.None).FirstAsync();
}
