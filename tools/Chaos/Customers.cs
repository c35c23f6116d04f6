using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Chaos;

/// <summary>An order that a customer may place.</summary>
internal sealed record Wish(string ProductId, int Quantity, decimal Price);

/// <summary>Place orders steadily over all instances of Payment, and bear with whatever they answer.</summary>
/// <param name="acknowledged">Is told the order and the product of each that was answered.</param>
internal sealed class Customers(Site site, Action<string, string> acknowledged)
{
    private const int Workers = 6;
    private const decimal Price = 10;
    private const decimal AboveTheLimit = 90_000;

    private static readonly TimeSpan _idle = TimeSpan.FromMilliseconds(100);

    private static readonly (string Ample, string Limited)[] _goods =
        [("Espresso cup", "Signed print"), ("Desk lamp", "Concert ticket"), ("Notebook", "First edition")];

    private readonly List<string> _ample = [];
    private readonly List<string> _limited = [];
    private int _acknowledged;
    private int _underWay;
    private int _refused;
    private int _failed;

    /// <summary>Orders a second; it may change at any time, and be none.</summary>
    public int PerSecond { get; set; }

    /// <summary>Requests whose answer is not there yet.</summary>
    public int UnderWay => _underWay;

    public int Acknowledged => _acknowledged;

    /// <summary>Answered, but not with an order.</summary>
    public int Refused => _refused;

    /// <summary>Not answered; whether the order exists is unknown.</summary>
    public int Failed => _failed;

    /// <summary>Some products that never sell out, and some that do soon: then all their orders are refunded.</summary>
    public async Task StockShelvesAsync()
    {
        foreach (var (ample, limited) in _goods)
        {
            _ample.Add(await CreateProductAsync(ample, 1_000_000));
            _limited.Add(await CreateProductAsync(limited, 40));
        }
    }

    public Task ShopAsync(int seed, CancellationToken closing) => Task.WhenAll(
        Enumerable.Range(0, Workers).Select(worker => ShopAsync(new Random(seed + worker), worker, closing)));

    private async Task ShopAsync(Random random, int worker, CancellationToken closing)
    {
        for (var order = worker; !closing.IsCancellationRequested; order++)
        {
            var clock = Stopwatch.StartNew();
            if (PerSecond > 0)
            {
                await PlaceAsync(site.Payment.Instances[order % site.Payment.Instances.Count], Choose(random));
            }

            var pause = PerSecond > 0 ? TimeSpan.FromSeconds((double)Workers / PerSecond) : _idle;
            var rest = pause - clock.Elapsed;
            await Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, closing)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Wish Choose(Random random) => random.Next(20) switch
    {
        0 => new(_ample[0], 1, Price - 0.01m),
        1 => new("no-such-product", 1, Price),
        2 => new(_ample[0], 1, AboveTheLimit),
        < 8 => new(_limited[random.Next(_limited.Count)], random.Next(1, 4), Price),
        _ => new(_ample[random.Next(_ample.Count)], random.Next(1, 10), Price),
    };

    private async Task PlaceAsync(ServiceInstance payment, Wish wish)
    {
        Interlocked.Increment(ref _underWay);
        try
        {
            using var answer = await payment.Client.PostAsJsonAsync("/orders", wish);
            if (!answer.IsSuccessStatusCode)
            {
                Interlocked.Increment(ref _refused);
                return;
            }

            acknowledged((string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["id"]!, wish.ProductId);
            Interlocked.Increment(ref _acknowledged);
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException or IOException)
        {
            Interlocked.Increment(ref _failed);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private async Task<string> CreateProductAsync(string name, int quantity)
    {
        var inventory = site.Inventory.Instances[0].Client;
        using var answer = await inventory.PostAsJsonAsync("/products", new { name, price = Price, quantity });
        answer.EnsureSuccessStatusCode();
        return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["id"]!;
    }
}
