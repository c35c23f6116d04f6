using Inventory.Api.Products;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Payment.Api.Orders;
using Payment.Api.Payments;
using Shared.Contracts;
using Shared.Redis.Buckets;
using Shared.Redis.Connections;
using Shared.Redis.Consuming;
using Shared.Redis.Publishing;

namespace Simulation;

/// <summary>Puts the real classes of the services together, as their Program.cs does, on the connections of the simulation.</summary>
internal sealed class ServiceLoops(
    Servers servers,
    Clocks clocks,
    Gateway gateway,
    Workload workload,
    Scenario scenario,
    Sabotage sabotage,
    Random random)
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _keeperInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _operatorInterval = TimeSpan.FromSeconds(20);

    public ServiceInstance Inventory(int index)
    {
        var name = $"inventory-{index + 1}";
        return new(name, servers.InventoryStore, () => Inventory(name, clocks.Inventory[index]));
    }

    public ServiceInstance Payment(int index)
    {
        var name = $"payment-{index + 1}";
        return new(name, servers.PaymentStore, () => Payment(name, clocks.Payment[index]));
    }

    private IReadOnlyList<Actor> Inventory(string name, TimeProvider clock)
    {
        var storeClock = sabotage.BelievesProcesses ? clock : clocks.InventoryStore;
        var redis = RemoteDatabase.Connect(servers.InventoryStore, servers.Broker, storeClock, sabotage);
        var outbox = new Outbox<RefundOrder>(redis, clock);
        var store = new RedisProductStore(redis, outbox, clock);
        var handler = new OrderCompletedHandler(store, NullLogger<OrderCompletedHandler>.Instance);
        return [Relay<RefundOrder>(name, redis, outbox, clock), .. Consumer(name, redis, clock, handler)];
    }

    private IReadOnlyList<Actor> Payment(string name, TimeProvider clock)
    {
        var storeClock = sabotage.BelievesProcesses ? clock : clocks.PaymentStore;
        var redis = RemoteDatabase.Connect(servers.PaymentStore, servers.Broker, storeClock, sabotage);
        var outbox = new Outbox<OrderCompleted>(redis, clock);
        var queue = new PaymentQueue(redis, clock);
        var store = new RedisOrderStore(redis, outbox, queue, clock, NullLogger<RedisOrderStore>.Instance);
        var provider = new RemoteGateway(gateway);
        var payments = Options.Create(new PaymentOptions { MaxAttempts = 4 });
        var cashier = new Cashier(queue, store, provider, payments, clock, NullLogger<Cashier>.Instance);
        var processor = new PaymentProcessor(queue, cashier, payments, clock, NullLogger<PaymentProcessor>.Instance);
        var requeuer = new PaymentRequeuer(queue, clock, NullLogger<PaymentRequeuer>.Instance);
        return
        [
            new($"{name}.client", TimeSpan.Zero, _ => workload.PlaceNextAsync(store)),
            new($"{name}.processor", _second, processor.PollOnceAsync, () => RingAll(queue.Bell)),
            .. sabotage.WithoutRequeuer ? [] : new Actor[] { new($"{name}.requeuer", _second, requeuer.PollOnceAsync) },
            Relay<OrderCompleted>(name, redis, outbox, clock),
            .. Consumer(name, redis, clock, new RefundOrderHandler(store, NullLogger<RefundOrderHandler>.Instance)),
        ];
    }

    private Actor Relay<TMessage>(string name, IRedisServers redis, Outbox<TMessage> outbox, TimeProvider clock)
        where TMessage : class, IStreamMessage<TMessage>
    {
        var relay = new OutboxRelay<TMessage>(
            outbox, redis, Options.Create(sabotage.Outbox), clock, NullLogger<OutboxRelay<TMessage>>.Instance);
        return new($"{name}.relay", _second, relay.PollOnceAsync, () => RingAll(outbox.Bell));
    }

    private IEnumerable<Actor> Consumer<TMessage>(
        string name, IRedisServers redis, TimeProvider clock, IStreamHandler<TMessage> handler)
        where TMessage : class, IStreamMessage<TMessage>
    {
        if (sabotage.AcknowledgesBeforeEffect)
        {
            var hasty = new HastyHandler<TMessage>(handler);
            handler = hasty;
            yield return new($"{name}.effects", _second, hasty.PollOnceAsync);
        }

        var options = Options.Create(new ConsumerOptions
        {
            Name = name,
            BatchSize = scenario.BatchSize,
            MaxDeliveries = scenario.MaxDeliveries,
        });
        var letters = new DeadLetters(redis, TMessage.Stream, scenario.MaxDeadLetters, handler.HandleAsync);
        var consumer = new StreamConsumer<TMessage>(
            redis, handler, letters, options, clock, NullLogger<StreamConsumer<TMessage>>.Instance);
        var keeper = new StreamKeeper<TMessage>(redis, clock, NullLogger<StreamKeeper<TMessage>>.Instance);
        yield return new($"{name}.consumer", _second, consumer.PollOnceAsync);
        yield return new($"{name}.keeper", _keeperInterval, keeper.PollOnceAsync);
        if (scenario.HasOperator)
        {
            yield return new($"{name}.operator", _operatorInterval, new Operator(letters, random).PollOnceAsync);
        }
    }

    private static void RingAll(Doorbell bell)
    {
        foreach (var bucket in Bucket.All)
        {
            bell.Ring(bucket);
        }
    }
}
