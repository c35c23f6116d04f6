using System.Collections.Concurrent;
using Shared.Contracts;

namespace EndToEnd.Tests.CrashPoints;

/// <summary>
/// A client that places one order after another; every other one asks for more than there is and has to be refunded.
/// It remembers the orders it was told of.
/// </summary>
internal sealed class OrderStream(TwoServices services)
{
    /// <summary>Units in an order that is to be refused.</summary>
    public const int TooMany = 1_000_000;

    private const int Stock = 100_000;
    private const int LongestSilence = 20;

    // Enough for the services to carry most orders one by one, so that a third pass is really a third one.
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(30);

    private readonly ConcurrentDictionary<string, string> _expected = new();
    private string _product = "";

    /// <summary>The acknowledged orders, and how each of them has to end.</summary>
    public IReadOnlyDictionary<string, string> Expected => _expected;

    public async Task CreateProductAsync() => _product = await services.CreateProductAsync(Stock);

    /// <summary>Places orders until something has happened, but not for ever.</summary>
    /// <param name="happened">Ends when it has happened.</param>
    /// <param name="what">What that is.</param>
    /// <param name="loseReceipts">Whether receipts that are not collected at once get lost meanwhile.</param>
    public async Task PlaceUntilAsync(Task happened, string what, bool loseReceipts = false)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(LongestSilence));
        for (var refused = false; !happened.IsCompleted; refused = !refused)
        {
            Assert.That(
                deadline.IsCancellationRequested, Is.False, $"{what} was not reached with {_expected.Count} orders");
            await TryPlaceAsync(refused);
            if (loseReceipts)
            {
                await services.Broker.Database.KeyDeleteAsync(
                    [CrashPoint.Receipts<OrderCompleted>(), CrashPoint.Receipts<RefundOrder>()]);
            }

            await Task.WhenAny(happened, Task.Delay(_pause));
        }
    }

    /// <summary>Places one order of each kind; both have to be accepted.</summary>
    public async Task PlacePairAsync()
    {
        Assert.That(
            await TryPlaceAsync(refused: false) && await TryPlaceAsync(refused: true),
            Is.True,
            "a running service accepts orders");
    }

    /// <returns>Whether it was acknowledged. Nobody waits for an order whose answer got lost; it may exist.</returns>
    private async Task<bool> TryPlaceAsync(bool refused)
    {
        try
        {
            var id = await services.PlaceOrderAsync(_product, refused ? TooMany : 1);
            _expected[id] = refused ? "refunded" : "completed";
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
