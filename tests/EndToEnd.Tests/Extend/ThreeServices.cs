using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Audit;
using Payment.Api.Controllers;
using Shared.Contracts;
using StackExchange.Redis;
using Testing;

namespace EndToEnd.Tests.Extend;

/// <summary>Both services, and a third one with a Redis and users of its own.</summary>
internal sealed class ThreeServices : IAsyncDisposable
{
    private readonly TwoServices _two;
    private readonly RedisServer _store;
    private readonly string _group;
    private ServiceProcess _payment;

    private ThreeServices(
        TwoServices two, RedisServer store, ThirdService third, (string Name, string Value)[] paymentSettings)
    {
        (_two, _store, _group) = (two, store, third.Group);
        _payment = StartablePayment(paymentSettings);
        Third = new Newcomer(third.Command(_payment.Client.BaseAddress!, _store, _two.Broker));
    }

    public Newcomer Third { get; }

    public IDatabase Broker => _two.Broker.Database;

    public static async Task<ThreeServices> StartAsync(
        ThirdService third, params (string Name, string Value)[] paymentSettings)
    {
        var two = await TwoServices.StartServersAsync();
        var services = new ThreeServices(two, await RedisServer.StartAsync(), third, paymentSettings);
        try
        {
            var rules = Page.Rules(third.User).ToArray();
            await services.Broker.ExecuteAsync("ACL", ["SETUSER", .. rules[0]]);
            await services._store.Database.ExecuteAsync("ACL", ["SETUSER", .. rules[1]]);
            await Task.WhenAll(two.Inventory.StartAsync(), services._payment.StartAsync());
            return services;
        }
        catch
        {
            await services.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the third service and waits for its group: from then on it sees everything.</summary>
    public async Task StartThirdAsync()
    {
        Third.Start();
        await Eventually.That(GroupsAsync, Does.Contain(_group), TimeSpan.FromSeconds(40));
    }

    /// <summary>Starts Payment with other settings.</summary>
    public async Task RestartPaymentAsync(params (string Name, string Value)[] settings)
    {
        _payment.Dispose();
        _payment = StartablePayment(settings);
        await _payment.StartAsync();
    }

    /// <summary>Removes the group, as the page says.</summary>
    public async Task RemoveGroupAsync()
    {
        foreach (var command in Page.Removal(_group))
        {
            await Broker.ExecuteAsync(command[0], [.. command[1..]]);
        }

        Assert.That(await GroupsAsync(), Is.EqualTo([OrderCompleted.Group]));
        Assert.That(await Broker.KeyExistsAsync($"{{{OrderCompleted.Stream}}}:receipts:{_group}"), Is.False);
    }

    /// <summary>Places orders of which about two thirds can be had.</summary>
    /// <returns>What is true of each in the end, as "order state".</returns>
    public async Task<IReadOnlyList<string>> PlaceOrdersAsync(int count)
    {
        var product = await _two.CreateProductAsync(quantity: 2 * count / 3);
        var orders = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => PlaceOrderAsync(product)));
        return await Task.WhenAll(orders.Select(async id => $"{id} {await FinalStateAsync(id)}"));
    }

    public Task<long> UnderWayAsync() => _two.UnderWayAsync();

    /// <summary>What the audit finds wrong.</summary>
    public async Task<IEnumerable<string>> ViolationsAsync() =>
        from finding in await Invariants.CheckAsync(
            new Installation(_two.InventoryStore.Database, _two.PaymentStore.Database, Broker))
        from violation in finding.Violations
        select $"{finding.Invariant}: {violation}";

    /// <summary>What Redis has refused to the third service, also where nobody complained.</summary>
    public async Task<int> RefusedAsync() =>
        (await Broker.ExecuteAsync("ACL", "LOG")).Length + (await _store.Database.ExecuteAsync("ACL", "LOG")).Length;

    public Task<long> StreamLengthAsync() => Broker.StreamLengthAsync(OrderCompleted.Stream);

    public async Task<long> DeadLettersAsync() =>
        await _store.Database.StreamLengthAsync($"dead-letters:{OrderCompleted.Stream}:{_group}");

    public async ValueTask DisposeAsync()
    {
        Third.Dispose();
        _payment.Dispose();
        await _two.DisposeAsync();
        await _store.DisposeAsync();
    }

    private async Task<IEnumerable<string>> GroupsAsync() =>
        (await Broker.StreamGroupInfoAsync(OrderCompleted.Stream)).Select(group => group.Name);

    private ServiceProcess StartablePayment((string Name, string Value)[] settings) => new(
        typeof(OrdersController).Assembly,
        _two.PaymentStore.ConnectionString,
        _two.Broker.ConnectionString,
        [("Outbox:RetransmitAfter", "00:00:01"), .. settings]);

    private async Task<string> PlaceOrderAsync(string productId)
    {
        var answer = await _payment.Client.PostAsJsonAsync("/orders", new { productId, quantity = 1, price = 10 });
        return (string)JsonNode.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!["id"]!;
    }

    private Task<string> FinalStateAsync(string id) => Eventually.That(
        async () =>
        {
            using var answer = await _payment.Client.GetAsync(new Uri($"/orders/{id}", UriKind.Relative));
            return answer.Headers.ETag!.Tag.Trim('"');
        },
        Is.EqualTo("confirmed").Or.EqualTo("refunded"));
}
