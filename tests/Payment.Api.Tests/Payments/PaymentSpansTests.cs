using System.Collections.Concurrent;
using System.Diagnostics;
using Moq;
using Order = Payment.Api.Orders.Order;
using Payment.Api.Orders;

namespace Payment.Api.Tests.Payments;

/// <summary>What a listener hears of a payment, and how its event carries the trace on.</summary>
public sealed class PaymentSpansTests : ProcessorFixture
{
    private const string Cause = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private readonly ConcurrentQueue<Activity> _spans = [];

    private ActivityListener _listener = null!;

    [SetUp]
    public void Listen()
    {
        _spans.Clear();
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Payment.Api",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    [TearDown]
    public void StopListening() => _listener.Dispose();

    [Test]
    public async Task An_idle_poll_is_no_span()
    {
        Assert.That((await PollAsync(), _spans.Count), Is.EqualTo((false, 0)));
    }

    [Test]
    public async Task A_charge_belongs_to_the_request_that_placed_its_order_and_its_event_to_the_charge()
    {
        await PlaceAsync();
        OnCharge().ReturnsAsync(Charged);

        await PollAsync();

        var span = _spans.Single();
        Assert.That(
            (span.DisplayName, span.ParentId, span.GetTagItem("order.id"), span.Status),
            Is.EqualTo(("charge order", Cause, "o1", ActivityStatusCode.Unset)));
        Assert.That((await OutboxAsync()).Single()["traceparent"], Is.EqualTo(span.Id));
    }

    [Test]
    public async Task A_charge_without_an_answer_is_a_failed_span()
    {
        await PlaceAsync();
        OnCharge().ThrowsAsync(new HttpRequestException("no"));

        await PollAsync();

        var span = _spans.Single();
        Assert.That((span.Status, span.StatusDescription), Is.EqualTo((ActivityStatusCode.Error, "no")));
    }

    [Test]
    public async Task While_nobody_listens_an_event_carries_the_trace_of_the_request_itself()
    {
        _listener.Dispose();
        await PlaceAsync();
        OnCharge().ReturnsAsync(Charged);

        await PollAsync();

        Assert.That((await OutboxAsync()).Single()["traceparent"], Is.EqualTo(Cause));
    }

    private Task<Placement> PlaceAsync() => Store.CreateAsync(
        Order.Place("p1", 3, 19.99m, 0.2m, Time.GetUtcNow()) with { Id = "o1", TraceParent = Cause });
}
