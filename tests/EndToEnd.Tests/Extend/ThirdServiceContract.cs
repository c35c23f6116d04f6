using Shared.Contracts;
using Testing;

namespace EndToEnd.Tests.Extend;

/// <summary>What a service that joins promises, and that it takes nothing from the two.</summary>
internal abstract class ThirdServiceContract
{
    private ThreeServices _services = null!;

    protected abstract ThirdService Third { get; }

    private Newcomer Newcomer => _services.Third;

    [TearDown]
    public async Task StopServices()
    {
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }
    }

    [Test]
    public async Task Every_customer_is_told_once_what_became_of_his_order()
    {
        _services = await ThreeServices.StartAsync(Third);
        await _services.StartThirdAsync();
        var all = await _services.PlaceOrdersAsync(18);
        await ToldAsync(all);

        Assert.That(Newcomer.Letters, Is.EquivalentTo(all));
        Assert.That(all, Has.Some.EndsWith("confirmed").And.Some.EndsWith("refunded"));
        Assert.That(await _services.RefusedAsync(), Is.Zero);
    }

    [Test]
    public async Task Killed_in_the_middle_and_started_again_it_tells_everybody()
    {
        _services = await ThreeServices.StartAsync(Third);
        await _services.StartThirdAsync();
        var placed = _services.PlaceOrdersAsync(60);
        await Eventually.That(() => Task.FromResult(Newcomer.Letters), Is.Not.Empty);
        Newcomer.Kill();
        string[] all = [.. await placed, .. await _services.PlaceOrdersAsync(6)];
        Assert.That(Newcomer.Letters, Has.Count.LessThan(all.Length));

        Newcomer.Start();
        await ToldAsync(all);
        Assert.That(Newcomer.Letters.Distinct(), Is.EquivalentTo(all));
    }

    [Test]
    public async Task Away_beyond_the_backlog_it_holds_up_nobody_and_goes_on_when_it_is_back()
    {
        _services = await ThreeServices.StartAsync(Third, ("Outbox:MaxBacklog", "50"));
        await _services.StartThirdAsync();
        await ToldAsync(await _services.PlaceOrdersAsync(3));
        Newcomer.Kill();

        await FloodAsync(count: 600);
        await _services.PlaceOrdersAsync(30);
        await Eventually.That(_services.StreamLengthAsync, Is.LessThan(300));

        Newcomer.Start();
        await FloodAsync(count: 5);
        await ToldAsync(await _services.PlaceOrdersAsync(3));
        Assert.That(await _services.RefusedAsync(), Is.Zero);
    }

    [Test]
    public async Task Removed_it_leaves_nothing_behind_and_the_two_go_on([Values] bool wasAwaited)
    {
        _services = await ThreeServices.StartAsync(Third, wasAwaited ? Page.AwaitedGroups(Third.Group) : []);
        await _services.StartThirdAsync();
        await ToldAsync(await _services.PlaceOrdersAsync(6));
        Newcomer.Kill();
        await _services.PlaceOrdersAsync(6);
        Assert.That(await _services.UnderWayAsync(), Is.GreaterThan(0));

        if (wasAwaited)
        {
            await _services.RestartPaymentAsync();
        }

        await _services.RemoveGroupAsync();
        await _services.PlaceOrdersAsync(6);
        await Eventually.That(_services.ViolationsAsync, Is.Empty);
        await Eventually.That(_services.UnderWayAsync, Is.Zero);
        await Eventually.That(_services.StreamLengthAsync, Is.Zero);
    }

    private async Task ToldAsync(IReadOnlyList<string> letters) => await Eventually.That(
        () => Task.FromResult(letters.Except(Newcomer.Letters)), Is.Empty, TimeSpan.FromSeconds(40));

    private async Task FloodAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await _services.Broker.StreamAddAsync(
                OrderCompleted.Stream, [new(i % 2 == 0 ? "pk" : "no order", ".."), new("x", new byte[] { 255, 0 })]);
        }
    }
}
