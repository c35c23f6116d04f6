using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Moq;
using Moq.Language.Flow;
using Payment.Api.Orders;
using Payment.Api.Payments;
using Payment.Api.Tests.Orders;
using Shared.Redis.Buckets;
using Testing;

namespace Payment.Api.Tests.Payments;

/// <summary>The processor over the real store and queue, with a gateway that the test plays.</summary>
public abstract class ProcessorFixture : OrderStoreFixture
{
    private static readonly TimeSpan _longEnough = TimeSpan.FromSeconds(20);

    protected static readonly ChargeResult Charged = new(DeclineReason: null);

    protected PaymentOptions Settings { get; private set; } = null!;

    protected Mock<IPaymentGateway> Gateway { get; private set; } = null!;

    protected PaymentProcessor Processor { get; private set; } = null!;

    /// <summary>Longest time that a claimed payment stays with a process that ended.</summary>
    protected TimeSpan Lease => Settings.GatewayTimeout + TimeSpan.FromSeconds(5);

    [SetUp]
    public void StartProcessor()
    {
        Settings = new PaymentOptions();
        Gateway = new Mock<IPaymentGateway>(MockBehavior.Strict);
        Processor = NewProcessor(Queue);
    }

    [TearDown]
    public void StopProcessor() => Processor.Dispose();

    /// <summary>A processor as another instance of the service has it.</summary>
    protected PaymentProcessor NewProcessor(PaymentQueue queue) =>
        new(
            queue,
            new Cashier(queue, Store, Gateway.Object, Options.Create(Settings), Time, NullLogger<Cashier>.Instance),
            Options.Create(Settings),
            Time,
            NullLogger<PaymentProcessor>.Instance);

    /// <summary>One iteration that looks into every bucket, as the loop does after a quiet second.</summary>
    protected Task<bool> StartPaymentsAsync()
    {
        foreach (var bucket in Bucket.All)
        {
            Queue.Bell.Ring(bucket);
        }

        // One that waited for a charge would wait for ever.
        return Processor.PollOnceAsync(CancellationToken.None).WaitAsync(_longEnough);
    }

    /// <summary>One iteration, until the gateway has been asked.</summary>
    protected async Task AskAsync()
    {
        var before = Gateway.Invocations.Count;
        await StartPaymentsAsync();
        await Eventually.That(() => Task.FromResult(Gateway.Invocations.Count), Is.GreaterThan(before));
    }

    /// <summary>One iteration, and all that it started to its end.</summary>
    protected async Task<bool> PollAsync()
    {
        var worked = await StartPaymentsAsync();
        await Processor.FinishAsync();
        return worked;
    }

    protected ISetup<IPaymentGateway, Task<ChargeResult>> OnCharge(string id = "o1") =>
        Gateway.Setup(gateway => gateway.ChargeAsync(id, It.IsAny<decimal>(), It.IsAny<CancellationToken>()));

    protected void AssertCharged(Times times, string id = "o1") =>
        Gateway.Verify(gateway => gateway.ChargeAsync(id, It.IsAny<decimal>(), It.IsAny<CancellationToken>()), times);
}
