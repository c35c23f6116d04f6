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
    /// <summary>
    /// How many entries are kept for groups that nobody waits for: more than the orders of a test, so that it misses
    /// none, and fewer than its nonsense.
    /// </summary>
    public const int MaxBacklog = 300;

    private readonly ThirdService _third;
    private readonly TwoServices _two;
    private readonly RedisServer _store;
    private ServiceProcess _payment;

    private ThreeServices(ThirdService third, TwoServices two, RedisServer store) =>
        (_third, _two, _store, _payment) = (third, two, store, PaymentOf(two));

    public Newcomer Third { get; } = new();

    public IDatabase Broker => _two.Broker.Database;

    /// <summary>Starts everything but the third service, whose users are let in.</summary>
    public static async Task<ThreeServices> StartAsync(ThirdService third)
    {
        var services = new ThreeServices(
            third, await TwoServices.StartServersAsync(), await RedisServer.StartAsync());
        try
        {
            IDatabase[] guarded = [services.Broker, services._store.Database];
            foreach (var (server, rules) in guarded.Zip(Page.Rules(third.User)))
            {
                await server.ExecuteAsync("ACL", ["SETUSER", .. rules]);
            }

            await Task.WhenAll(services._two.Inventory.StartAsync(), services._payment.StartAsync());
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
        Third.Start(_third.Command(_payment.Client.BaseAddress!, _store, _two.Broker));
        await Eventually.That(GroupsAsync, Does.Contain(_third.Group), TimeSpan.FromSeconds(40));
    }

    /// <summary>Starts Payment with other settings.</summary>
    public async Task RestartPaymentAsync(params (string Name, string Value)[] settings)
    {
        _payment.Dispose();
        _payment = PaymentOf(_two, settings);
        await _payment.StartAsync();
    }

    /// <summary>Removes the group, as the page says.</summary>
    public async Task RemoveGroupAsync()
    {
        foreach (var command in Page.Removal(_third.Group))
        {
            await Broker.ExecuteAsync(command[0], [.. command[1..]]);
        }

        Assert.That(await GroupsAsync(), Is.EqualTo([OrderCompleted.Group]));
        Assert.That(await Broker.KeyExistsAsync($"{{{OrderCompleted.Stream}}}:receipts:{_third.Group}"), Is.False);
    }

    /// <summary>Places orders, two thirds of which can be had, and waits until all are final.</summary>
    /// <returns>What the third service is to tell of each, as "order state".</returns>
    public async Task<IReadOnlyList<string>> PlaceOrdersAsync(int count)
    {
        var product = await _two.CreateProductAsync(quantity: 2 * count / 3);
        var orders = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => PlaceOrderAsync(product)));
        var states = await Task.WhenAll(orders.Select(FinalStateAsync));
        Assert.That(states, Has.Some.EqualTo("confirmed").And.Some.EqualTo("refunded"));
        return [.. orders.Zip(states, (id, state) => $"{id} {_third.Says ?? state}")];
    }

    public Task<long> UnderWayAsync() => _two.UnderWayAsync();

    /// <summary>What the audit finds wrong.</summary>
    public async Task<IEnumerable<string>> ViolationsAsync() =>
        from finding in await Invariants.CheckAsync(
            new Installation(_two.InventoryStore.Database, _two.PaymentStore.Database, Broker))
        from violation in finding.Violations
        select $"{finding.Invariant}: {violation}";

    /// <summary>Which commands Redis has refused to the third service, also where nobody complained.</summary>
    public async Task<IEnumerable<string>> RefusedAsync() =>
        from log in new[] { await Broker.ExecuteAsync("ACL", "LOG"), await _store.Database.ExecuteAsync("ACL", "LOG") }
        from refused in (RedisResult[])log!
        select $"{refused.ToDictionary()["object"]}";

    public Task<long> StreamLengthAsync() => Broker.StreamLengthAsync(OrderCompleted.Stream);

    public async ValueTask DisposeAsync()
    {
        Third.Dispose();
        _payment.Dispose();
        await _two.DisposeAsync();
        await _store.DisposeAsync();
    }

    private static ServiceProcess PaymentOf(TwoServices two, params (string Name, string Value)[] settings) => new(
        typeof(OrdersController).Assembly,
        two.PaymentStore.ConnectionString,
        two.Broker.ConnectionString,
        [("Outbox:MaxBacklog", $"{MaxBacklog}"), ("Outbox:RetransmitAfter", "00:00:01"), .. settings]);

    private async Task<IEnumerable<string>> GroupsAsync() =>
        (await Broker.StreamGroupInfoAsync(OrderCompleted.Stream)).Select(group => group.Name);

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
