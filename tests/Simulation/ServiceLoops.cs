using Inventory.Api.Products;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Payment.Api.Orders;
using Payment.Api.Payments;
using Shared.Contracts;
using Shared.Redis;
using Shared.Redis.Consuming;
using Shared.Redis.Publishing;

namespace Simulation;

/// <summary>Puts the real classes of the services together, as their Program.cs does, on the connections of the simulation.</summary>
internal sealed class ServiceLoops(Servers servers, TimeProvider clock, Gateway gateway, Workload workload, Sabotage sabotage, int batchSize)
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _keeperInterval = TimeSpan.FromSeconds(5);

    public IReadOnlyList<Actor> Inventory(string name)
    {
        var redis = RemoteDatabase.Connect(servers.InventoryStore, servers.Broker, clock, sabotage);
        var outbox = new Outbox(redis, RefundOrder.Stream, clock);
        var store = new RedisProductStore(redis, outbox, clock);
        return
        [
            Relay<RefundOrder>(name, redis, outbox),
            .. Consumer(name, redis, new OrderCompletedHandler(store, NullLogger<OrderCompletedHandler>.Instance)),
        ];
    }

    public IReadOnlyList<Actor> Payment(string name)
    {
        var redis = RemoteDatabase.Connect(servers.PaymentStore, servers.Broker, clock, sabotage);
        var outbox = new Outbox(redis, OrderCompleted.Stream, clock);
        var queue = new PaymentQueue(redis, clock);
        var store = new RedisOrderStore(redis, outbox, queue, clock);
        var provider = new RemoteGateway(gateway);
        var processor = new PaymentProcessor(
            queue, store, provider, Options.Create(new PaymentOptions { MaxAttempts = 4 }), clock, NullLogger<PaymentProcessor>.Instance);
        var requeuer = new PaymentRequeuer(queue, clock, NullLogger<PaymentRequeuer>.Instance);
        return
        [
            new($"{name}.client", TimeSpan.Zero, _ => workload.PlaceNextAsync(store)),
            new($"{name}.processor", _second, processor.PollOnceAsync, () => RingAll(queue.Bell)),
            .. sabotage.WithoutRequeuer ? [] : new Actor[] { new($"{name}.requeuer", _second, requeuer.PollOnceAsync) },
            Relay<OrderCompleted>(name, redis, outbox),
            .. Consumer(name, redis, new RefundOrderHandler(store, NullLogger<RefundOrderHandler>.Instance)),
        ];
    }

    private Actor Relay<TMessage>(string name, IRedisServers redis, Outbox outbox) where TMessage : class, IStreamMessage<TMessage>
    {
        var relay = new OutboxRelay<TMessage>(
            outbox, redis, Options.Create(sabotage.Outbox), clock, NullLogger<OutboxRelay<TMessage>>.Instance);
        return new($"{name}.relay", _second, relay.PollOnceAsync, () => RingAll(outbox.Bell));
    }

    private IEnumerable<Actor> Consumer<TMessage>(string name, IRedisServers redis, IStreamHandler<TMessage> handler)
        where TMessage : class, IStreamMessage<TMessage>
    {
        if (sabotage.AcknowledgesBeforeEffect)
        {
            var hasty = new HastyHandler<TMessage>(handler);
            handler = hasty;
            yield return new($"{name}.effects", _second, hasty.PollOnceAsync);
        }

        var options = Options.Create(new ConsumerOptions { Name = name, BatchSize = batchSize });
        var letters = new DeadLetters(redis, TMessage.Stream, options.Value.MaxDeadLetters, handler.HandleAsync);
        var consumer = new StreamConsumer<TMessage>(
            redis, handler, letters, options, clock, NullLogger<StreamConsumer<TMessage>>.Instance);
        var keeper = new StreamKeeper<TMessage>(redis, clock, NullLogger<StreamKeeper<TMessage>>.Instance);
        yield return new($"{name}.consumer", _second, consumer.PollOnceAsync);
        yield return new($"{name}.keeper", _keeperInterval, keeper.PollOnceAsync);
    }

    private static void RingAll(Doorbell bell)
    {
        foreach (var bucket in Bucket.All)
        {
            bell.Ring(bucket);
        }
    }
}
