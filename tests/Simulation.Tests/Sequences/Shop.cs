using Audit;
using Inventory.Api.Products;
using Microsoft.Extensions.Time.Testing;
using Payment.Api.Orders;
using Shared.Contracts;
using Shared.Redis.Consuming;
using StackExchange.Redis;
using Testing;

using Order = Payment.Api.Orders.Order;

namespace Simulation.Tests.Sequences;

/// <summary>Both services as they are, with their stores, scripts and loops, and nothing that goes wrong.</summary>
internal sealed class Shop
{
    private readonly Servers _servers;
    private readonly Gateway _gateway;
    private readonly Scheduler _scheduler;
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow); // Entry ids are times of the servers.

    public Shop(Servers servers, decimal declineAbove)
    {
        (_servers, _gateway) = (servers, new Gateway(declineAbove));
        var inventory = new DirectConnections(servers.InventoryStore, servers.Broker);
        var payment = new DirectConnections(servers.PaymentStore, servers.Broker);
        Products = new ServiceParts(inventory, _clock, services => services.AddProducts()).Get<IProductStore>();
        Orders = new ServiceParts(payment, _clock, services => services.AddOrders()).Get<IOrderStore>();

        var (random, turns, tally) = (new Random(0), new Turns(), new Tally());
        var (clocks, nobodyOrders) = (new Clocks(_clock, instances: 1), new Workload(0, random, _clock.GetUtcNow()));
        var loops = new ServiceLoops(servers, clocks, _gateway, nobodyOrders, Scenario.Calm, Sabotage.None, random);
        var delivery = new Delivery(turns, _gateway, random, Scenario.Calm.Wildness, tally);
        var chaos = new Chaos(servers, clocks, _gateway, new Garbage(servers, random), random, tally);
        _scheduler = new Scheduler(
            servers,
            [loops.Inventory(0), loops.Payment(0)],
            _clock,
            turns,
            delivery,
            chaos,
            Scenario.Calm,
            tally,
            random);
    }

    public IProductStore Products { get; }

    public IOrderStore Orders { get; }

    /// <summary>What the provider holds.</summary>
    public decimal Balance => _gateway.Balance;

    public Task PlaceAsync(string order, string product, int quantity, decimal price) =>
        Orders.CreateAsync(
            Order.Place(product, quantity, price, new OrderOptions().FeeRate, _clock.GetUtcNow(), order));

    /// <summary>Brings the events of an order again, as far as there were any.</summary>
    public async Task DeliverAgainAsync(string id)
    {
        if (await Orders.FindAsync(id) is { Status: OrderStatus.Completed or OrderStatus.Refunded } order)
        {
            var completed = order.ToEvent(_clock.GetUtcNow());
            await AddAsync(OrderCompleted.Stream, completed.Write());
            if (order.Reason is { } reason)
            {
                await AddAsync(RefundOrder.Stream, new RefundOrder(completed, reason).Write());
            }
        }
    }

    /// <summary>Lets all loops run until nothing is under way.</summary>
    public Task SettleAsync() => _scheduler.RunAsync(mostRounds: 200, async () =>
    {
        var findings = await Invariants.AtRestAsync(_servers.Installation);
        return findings.All(finding => finding.Violations.Count == 0);
    });

    /// <summary>What must hold in any installation at rest and does not.</summary>
    public async Task<IEnumerable<string>> ViolationsAsync(IReadOnlyCollection<string> acknowledged)
    {
        var findings = await Invariants.CheckAsync(_servers.Installation, acknowledged);
        var letters = await _servers.InventoryStore.StreamLengthAsync(new Subscription<OrderCompleted>().DeadLetters)
            + await _servers.PaymentStore.StreamLengthAsync(new Subscription<RefundOrder>().DeadLetters);
        return
        [
            .. from finding in findings from violation in finding.Violations select $"{finding.Invariant}: {violation}",
            .. letters > 0 ? [$"{letters} dead letters"] : Array.Empty<string>(),
            .. _scheduler.LoopFaults,
        ];
    }

    public Task<Ledger> ReadAsync() => Ledger.ReadAsync(_servers.Installation);

    private Task<RedisValue> AddAsync(string stream, IEnumerable<KeyValuePair<string, string>> fields) =>
        _servers.Broker.StreamAddAsync(stream, [.. fields.Select(field => new NameValueEntry(field.Key, field.Value))]);
}
