using Inventory.Api.Products;
using Microsoft.Extensions.DependencyInjection;
using Payment.Api.Orders;
using Payment.Api.Payments;
using Shared.Contracts;
using Shared.Redis;
using Shared.Redis.Buckets;
using Shared.Redis.Consuming;
using Shared.Redis.Publishing;
using StackExchange.Redis;
using Testing;

namespace Simulation;

/// <summary>The services as they put themselves together, on the connections of the simulation.</summary>
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

    /// <summary>Orders that were dead letters. Their verdict goes back once only, and may be lost.</summary>
    public HashSet<string> Redriven { get; } = [];

    public ServiceInstance Inventory(int index)
    {
        var name = $"inventory-{index + 1}";
        return new(name, servers.InventoryStore, () => Inventory(name, clocks.Inventory[index]));
    }

    /// <summary>The third service, which tells customers of their paid orders.</summary>
    public ServiceInstance Mail() =>
        new(MailHandler.Service, servers.InventoryStore, () => Mail(MailHandler.Service, clocks.Inventory[0]));

    public ServiceInstance Payment(int index)
    {
        var name = $"payment-{index + 1}";
        return new(name, servers.PaymentStore, () => Payment(name, clocks.Payment[index], settlesItsOwn: index == 0));
    }

    private IReadOnlyList<Actor> Inventory(string name, TimeProvider clock)
    {
        var parts = Assemble<OrderCompleted, OrderCompletedHandler>(
            name, servers.InventoryStore, clocks.InventoryStore, clock, services => services.AddProducts());
        return [.. Relay<RefundOrder>(name, parts), .. Consumer<OrderCompleted>(name, parts)];
    }

    private IReadOnlyList<Actor> Mail(string name, TimeProvider clock) =>
    [
        .. Consumer<OrderCompleted>(name, Assemble<OrderCompleted, MailHandler>(
            name, servers.InventoryStore, clocks.InventoryStore, clock, services =>
                services.AddStreamConsumer<OrderCompleted, MailHandler>(MailHandler.Group))),
    ];

    private IReadOnlyList<Actor> Payment(string name, TimeProvider clock, bool settlesItsOwn)
    {
        var parts = Assemble<RefundOrder, RefundOrderHandler>(
            name, servers.PaymentStore, clocks.PaymentStore, clock, services => services
                .AddOrders()
                .AddPayments()
                .Configure<OutboxOptions>(options => options.Groups = [.. scenario.Awaited])
                .AddSingleton(provider => sabotage.Verdicts(new(provider.GetRequiredService<IOrderStore>())))
                .Configure<PaymentOptions>(options => options.MaxAttempts = 4)
                .AddSingleton<IPaymentGateway>(new RemoteGateway(gateway)));
        var (store, queue) = (parts.Get<IOrderStore>(), parts.Get<PaymentQueue>());
        var (processor, requeuer) = (parts.Get<PaymentProcessor>(), parts.Get<PaymentRequeuer>());
        if (settlesItsOwn)
        {
            processor.Open(); // What the others place is whoever's claims it.
        }

        return
        [
            new($"{name}.client", TimeSpan.Zero, _ => workload.PlaceNextAsync(store)),
            new($"{name}.customer", _second, _ => workload.AskAsync(store)),
            new($"{name}.processor", _second, processor.PollOnceAsync, () => RingAll(queue.Bell)),
            .. sabotage.WithoutRequeuer ? [] : new Actor[] { new($"{name}.requeuer", _second, requeuer.PollOnceAsync) },
            .. Relay<OrderCompleted>(name, parts),
            .. Consumer<RefundOrder>(name, parts),
        ];
    }

    private ServiceParts Assemble<TMessage, THandler>(
        string name, IDatabase store, TimeProvider storeClock, TimeProvider clock, Action<IServiceCollection> register)
        where THandler : IStreamHandler<TMessage>
    {
        var believed = sabotage.BelievesProcesses ? clock : storeClock;
        var redis = RemoteDatabase.Connect(store, servers.Broker, believed, sabotage);
        return new ServiceParts(redis, clock, services =>
        {
            register(services);
            services.Configure<OutboxOptions>(options => options.MaxBacklog = scenario.MaxBacklog);
            services.Configure(sabotage.Outbox);
            services.Configure<ConsumerOptions>(options =>
            {
                options.Name = name;
                options.BatchSize = scenario.BatchSize;
                options.MaxDeliveries = scenario.MaxDeliveries;
                options.MaxDeadLetters = scenario.MaxDeadLetters;
            });
            if (sabotage.AcknowledgesBeforeEffect)
            {
                services.AddSingleton<IStreamHandler<TMessage>>(provider =>
                    new HastyHandler<TMessage>(ActivatorUtilities.CreateInstance<THandler>(provider)));
            }
        });
    }

    private static IEnumerable<Actor> Relay<TMessage>(string name, ServiceParts parts)
        where TMessage : class, IStreamMessage<TMessage>
    {
        var (relay, bell) = (parts.Get<OutboxRelay<TMessage>>(), parts.Get<Outbox<TMessage>>().Bell);
        yield return new($"{name}.relay", _second, relay.PollOnceAsync, () => RingAll(bell));
        yield return new($"{name}.limit", _keeperInterval, parts.Get<StreamLimit<TMessage>>().PollOnceAsync);
    }

    private IEnumerable<Actor> Consumer<TMessage>(string name, ServiceParts parts)
        where TMessage : class, IStreamMessage<TMessage>
    {
        if (parts.Get<IStreamHandler<TMessage>>() is HastyHandler<TMessage> hasty)
        {
            yield return new($"{name}.effects", _second, hasty.PollOnceAsync);
        }

        yield return new($"{name}.consumer", _second, parts.Get<StreamConsumer<TMessage>>().PollOnceAsync);
        yield return new($"{name}.keeper", _keeperInterval, parts.Get<StreamKeeper<TMessage>>().PollOnceAsync);
        if (scenario.HasOperator)
        {
            var letters = parts.Get<DeadLetters<TMessage>>();
            var staff = new Operator(letters, random, Redriven);
            yield return new($"{name}.operator", _operatorInterval, staff.PollOnceAsync);
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
