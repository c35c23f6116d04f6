using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Payment.Api.Payments;

namespace Payment.Api.Tests.Payments;

public sealed class SimulatedPaymentGatewayTests
{
    private readonly FakeTimeProvider _time = new();

    [TestCase(99.99, null)]
    [TestCase(100, null)]
    [TestCase(100.00, null)]
    [TestCase(100.01, "amount_too_high")]
    public async Task What_is_above_the_limit_is_declined(decimal amount, string? reason) =>
        Assert.That(await ChargeAsync(Gateway(declineAbove: 100), amount), Is.EqualTo(new ChargeResult(reason)));

    [Test]
    public async Task Without_a_limit_nothing_is_declined() =>
        Assert.That(await ChargeAsync(Gateway(), decimal.MaxValue), Is.EqualTo(new ChargeResult(DeclineReason: null)));

    [Test]
    public async Task The_same_order_gets_the_same_answer_each_time_and_from_each_instance(
        [Values(50, 150)] decimal amount)
    {
        var (gateway, other) = (Gateway(declineAbove: 100), Gateway(declineAbove: 100));

        ChargeResult[] answers =
            [await ChargeAsync(gateway, amount), await ChargeAsync(gateway, amount), await ChargeAsync(other, amount)];

        Assert.That(answers.Distinct(), Has.Exactly(1).Items);
    }

    [Test]
    public async Task A_charge_takes_its_processing_time()
    {
        var charge = ChargeAsync(Gateway(processingTime: TimeSpan.FromSeconds(5)));

        _time.Advance(TimeSpan.FromMilliseconds(4999));
        Assert.That(charge.IsCompleted, Is.False);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That((await charge).DeclineReason, Is.Null);
    }

    [Test]
    public void Whoever_gives_up_waiting_is_let_go()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(1), _time);
        var charge = ChargeAsync(Gateway(processingTime: TimeSpan.FromSeconds(5)), timeout: timeout.Token);

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.That(() => charge, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Giving_money_back_twice_is_harmless()
    {
        var gateway = Gateway();

        Assert.That(() => gateway.RefundAsync("o1", CancellationToken.None), Throws.Nothing);
        Assert.That(() => gateway.RefundAsync("o1", CancellationToken.None), Throws.Nothing);
    }

    [Test]
    public void A_call_that_hangs_is_never_answered_but_lets_go_whoever_gives_up([Values] bool refund)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(10), _time);
        var gateway = Gateway(hangShare: 1);
        var call = refund ? gateway.RefundAsync("o1", timeout.Token) : ChargeAsync(gateway, timeout: timeout.Token);

        _time.Advance(TimeSpan.FromMinutes(9));
        Assert.That(call.IsCompleted, Is.False);

        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.That(() => call, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void A_call_that_fails_is_answered_with_an_error([Values] bool refund)
    {
        var gateway = Gateway(failShare: 1);

        Assert.That(
            () => refund ? gateway.RefundAsync("o1", CancellationToken.None) : ChargeAsync(gateway),
            Throws.InstanceOf<HttpRequestException>());
    }

    [Test]
    public void Each_call_fails_or_not_by_itself_whatever_its_order()
    {
        var gateway = Gateway(failShare: 0.5);

        var failed = Enumerable.Range(0, 1000).Count(_ => ChargeAsync(gateway).IsFaulted);

        Assert.That(failed, Is.InRange(400, 600));
    }

    private SimulatedPaymentGateway Gateway(
        decimal? declineAbove = null,
        TimeSpan processingTime = default,
        double hangShare = 0,
        double failShare = 0) => new(
        Options.Create(new SimulatorOptions
        {
            DeclineAbove = declineAbove,
            ProcessingTime = processingTime,
            HangShare = hangShare,
            FailShare = failShare,
        }),
        _time);

    private static Task<ChargeResult> ChargeAsync(
        SimulatedPaymentGateway gateway, decimal amount = 10, CancellationToken timeout = default) =>
        gateway.ChargeAsync("o1", amount, timeout);
}
