using System.Diagnostics;
using Audit;
using Testing;

namespace EndToEnd.Tests.Topology;

/// <summary>Orders on a real master with a replica, which Sentinels put in its place.</summary>
public sealed class SentinelTests
{
    private static readonly TimeSpan _start = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _soon = TimeSpan.FromSeconds(10);

    private RedisSentinels _sentinels = null!;

    [OneTimeSetUp]
    public async Task StartSentinels() => _sentinels = await RedisSentinels.StartAsync();

    [SetUp]
    public Task ClearStore() => _sentinels.ClearAsync();

    [OneTimeTearDown]
    public async Task StopSentinels() => await _sentinels.DisposeAsync();

    [Test]
    public async Task Services_start_within_five_seconds_and_end_as_they_are_asked_to()
    {
        var clock = Stopwatch.StartNew();
        await using var shop = NewShop();
        await Task.WhenAll(shop.Inventory.StartAsync(), shop.Payment.StartAsync());
        await shop.IsHealthyAsync(_start - clock.Elapsed);

        await shop.LetCustomersInAsync(_ => true);

        await CloseAsync(shop);
        Assert.That(shop.Customers.Refused, Is.Empty);
        Assert.That(await shop.Payment.TerminateAsync(_soon), Is.Zero);
        Assert.That(await shop.Inventory.TerminateAsync(_soon), Is.Zero);
    }

    [TestCase(Outage.Killed)]
    [TestCase(Outage.Hanging)]
    public async Task A_master_that_was_replaced_and_comes_back_costs_no_order(Outage outage)
    {
        await using var shop = await OpenAsync();
        var master = await _sentinels.MasterAsync();

        // Then it says for seconds that it is the master still.
        await master.DuringAsync(outage, () => Eventually.That(_sentinels.MasterAsync, Is.Not.SameAs(master)));

        await CloseAsync(shop);
    }

    [Test]
    public async Task A_master_that_hands_over_to_its_replica_costs_no_order()
    {
        await using var shop = await OpenAsync();

        await _sentinels.FailOverAsync();

        await CloseAsync(shop);
    }

    [Test]
    public async Task Without_Sentinels_orders_flow_and_with_them_again_a_new_master_is_found()
    {
        await using var shop = await OpenAsync();

        KillSentinels();
        await shop.Customers.AreServedAsync(shop.Customers.Now);
        await _sentinels.HealAsync();
        await shop.IsHealthyAsync(_soon);
        await _sentinels.FailOverAsync(); // which they hear of only if they listen again

        await CloseAsync(shop);
    }

    [Test]
    public async Task A_service_started_before_its_Sentinels_waits_and_is_ready_soon_after_they_come()
    {
        KillSentinels();
        await using var shop = NewShop();
        await Task.WhenAll(shop.Inventory.StartAsync(), shop.Payment.StartAsync());
        Assert.That(await shop.Payment.AnswersAsync("/health/ready"), Is.False);

        await Task.WhenAll(_sentinels.Sentinels.Select(sentinel => sentinel.ReviveAsync()));

        await shop.IsHealthyAsync(_soon);
        await shop.LetCustomersInAsync(_ => true);
        await CloseAsync(shop);
    }

    private BusyShop NewShop() => new(_sentinels.ConnectionString, _sentinels.ConnectionString);

    private Task<BusyShop> OpenAsync() =>
        BusyShop.OpenAsync(_sentinels.ConnectionString, _sentinels.ConnectionString);

    private void KillSentinels()
    {
        foreach (var sentinel in _sentinels.Sentinels)
        {
            sentinel.Kill();
        }
    }

    private async Task CloseAsync(BusyShop shop)
    {
        await _sentinels.HealAsync();
        await shop.IsHealthyAsync(_soon);
        await shop.Customers.AreServedAsync(shop.Customers.Now);
        await shop.Customers.LeaveAsync();
        await shop.SettlesAsync(_soon);
        var master = (await _sentinels.MasterAsync()).Database;
        await shop.CloseAsync(new Installation(master, master, master));
    }
}
