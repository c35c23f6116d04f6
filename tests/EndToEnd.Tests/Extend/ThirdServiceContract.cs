using Shared.Contracts;
using StackExchange.Redis;
using Testing;

namespace EndToEnd.Tests.Extend;

/// <summary>What a service that joins promises, and that it takes nothing from the two.</summary>
internal abstract class ThirdServiceContract
{
    private ThirdService _third = null!;
    private ThreeServices _services = null!;

    [OneTimeSetUp]
    public async Task StartServices()
    {
        _third = await PrepareAsync();
        _services = await ThreeServices.StartAsync(_third);
    }

    [TearDown]
    public void KillThird()
    {
        _services.Third.Kill();
        TestContext.Out.WriteLine(_services.Third.Log);
    }

    [OneTimeTearDown]
    public async Task StopServices()
    {
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }
    }

    /// <summary>Makes the service that the page shows.</summary>
    protected abstract Task<ThirdService> PrepareAsync();

    [Test]
    public async Task Every_customer_is_told_once()
    {
        await _services.StartThirdAsync();
        var letters = await _services.PlaceOrdersAsync(18);
        await ToldAsync(letters);

        Assert.That(LettersLike(letters), Is.EquivalentTo(letters));
        Assert.That(await _services.RefusedAsync(), Is.Empty);
    }

    [Test]
    public async Task Killed_in_the_middle_and_started_again_it_tells_everybody()
    {
        await _services.StartThirdAsync();
        var told = _services.Third.Letters.Count;
        var placed = _services.PlaceOrdersAsync(60);
        await Eventually.That(() => Task.FromResult(_services.Third.Letters.Count), Is.GreaterThan(told));
        _services.Third.Kill();
        string[] letters = [.. await placed, .. await _services.PlaceOrdersAsync(6)];
        Assert.That(LettersLike(letters), Has.Count.LessThan(letters.Length));

        await _services.StartThirdAsync();
        await ToldAsync(letters);
        Assert.That(LettersLike(letters).Distinct(), Is.EquivalentTo(letters));
    }

    [Test]
    public async Task Away_beyond_the_backlog_it_holds_up_nobody_and_goes_on_when_it_is_back()
    {
        await _services.StartThirdAsync();
        await ToldAsync(await _services.PlaceOrdersAsync(3));
        _services.Third.Kill();

        await AddNonsenseAsync(count: 600);
        await _services.PlaceOrdersAsync(30);
        // Redis drops whole nodes, of a hundred entries.
        await Eventually.That(_services.StreamLengthAsync, Is.LessThanOrEqualTo(ThreeServices.MaxBacklog + 100));

        await _services.StartThirdAsync();
        await AddNonsenseAsync(count: 5);
        await ToldAsync(await _services.PlaceOrdersAsync(3));
        Assert.That(await _services.RefusedAsync(), Is.Empty);
    }

    [Test]
    public async Task Waited_for_it_returns_a_receipt_for_each_entry()
    {
        await _services.RestartPaymentAsync(Page.AwaitedGroups(_third.Group));
        await _services.StartThirdAsync();
        await _services.PlaceOrdersAsync(6);

        await Eventually.That(_services.UnderWayAsync, Is.Zero);
        await _services.RestartPaymentAsync();
    }

    [Test]
    public async Task Removed_it_leaves_nothing_behind_and_the_two_go_on([Values] bool isAwaited)
    {
        await _services.RestartPaymentAsync(isAwaited ? Page.AwaitedGroups(_third.Group) : []);
        await _services.StartThirdAsync();
        await ToldAsync(await _services.PlaceOrdersAsync(6));
        _services.Third.Kill();
        await _services.PlaceOrdersAsync(6);
        Assert.That(await _services.UnderWayAsync(), Is.GreaterThan(0));

        await _services.RestartPaymentAsync();
        await _services.RemoveGroupAsync();
        await _services.PlaceOrdersAsync(6);
        await Eventually.That(_services.ViolationsAsync, Is.Empty);
        await Eventually.That(_services.UnderWayAsync, Is.Zero);
        await Eventually.That(_services.StreamLengthAsync, Is.Zero);
    }

    private async Task ToldAsync(IReadOnlyList<string> letters) => await Eventually.That(
        () => Task.FromResult(letters.Except(_services.Third.Letters)), Is.Empty, TimeSpan.FromSeconds(40));

    /// <summary>All letters, however often and whatever they say, about the orders of some.</summary>
    private IReadOnlyList<string> LettersLike(IReadOnlyList<string> letters)
    {
        var orders = letters.Select(Order).ToHashSet();
        return [.. _services.Third.Letters.Where(letter => orders.Contains(Order(letter)))];

        static string Order(string letter) => letter.Split(' ')[0];
    }

    /// <summary>Adds entries that name no order, or none that can be, or one of nobody.</summary>
    private async Task AddNonsenseAsync(int count)
    {
        NameValueEntry[] names = [new("no", "order"), new("pk", ".."), new("pk", $"{Guid.NewGuid()}")];
        for (var i = 0; i < count; i++)
        {
            await _services.Broker.StreamAddAsync(
                OrderCompleted.Stream, [names[i % names.Length], new("x", new byte[] { 255, 0 })]);
        }
    }
}
