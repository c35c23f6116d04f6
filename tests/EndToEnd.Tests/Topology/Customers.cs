using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Testing;

namespace EndToEnd.Tests.Topology;

/// <summary>Customers who place twenty orders a second whatever happens, and remember what they were told.</summary>
internal sealed class Customers
{
    private static readonly TimeSpan _pace = TimeSpan.FromMilliseconds(50);

    private readonly HttpClient _payment;
    private readonly string[] _products;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly ConcurrentQueue<Attempt> _attempts = [];
    private readonly HashSet<string> _settled = [];
    private readonly Task _ordering;
    private volatile bool _areGone;

    public Customers(HttpClient payment, string[] products)
    {
        (_payment, _products) = (payment, products);
        _ordering = OrderAsync();
    }

    /// <summary>The time since they came.</summary>
    public TimeSpan Now => _clock.Elapsed;

    /// <summary>The orders that they were told of.</summary>
    public string[] Acknowledged => AcknowledgedSince(TimeSpan.Zero);

    /// <summary>The orders answered with 503, each with the time at which it was placed.</summary>
    public Attempt[] Refused => [.. _attempts.Where(attempt => attempt.Order is null)];

    public string[] AcknowledgedSince(TimeSpan time) =>
        [.. _attempts.Where(attempt => attempt.At >= time).Select(attempt => attempt.Order).OfType<string>()];

    /// <summary>Waits until they were told of so many orders that they placed after a point in time.</summary>
    public Task AreServedAsync(TimeSpan since, int orders = 20) =>
        Eventually.That(() => Task.FromResult(AcknowledgedSince(since).Length), Is.AtLeast(orders));

    /// <summary>Sends them home, and waits until each has his answer.</summary>
    public Task LeaveAsync()
    {
        _areGone = true;
        return _ordering;
    }

    /// <summary>The first of some orders that is not final yet; none when all are.</summary>
    public async Task<string?> FirstUnsettledAsync(string[] orders)
    {
        foreach (var order in orders.Where(order => !_settled.Contains(order)))
        {
            using var answer = await _payment.GetAsync(new Uri($"/orders/{order}", UriKind.Relative));
            if (answer.Headers.ETag?.Tag is not ("\"confirmed\"" or "\"refunded\""))
            {
                return $"{answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
            }

            _settled.Add(order);
        }

        return null;
    }

    private async Task OrderAsync()
    {
        using var timer = new PeriodicTimer(_pace);
        var orders = new List<Task>();
        for (var number = 0; !_areGone; number++)
        {
            orders.Add(PlaceAsync(_products[number % _products.Length]));
            await timer.WaitForNextTickAsync();
        }

        await Task.WhenAll(orders);
    }

    private async Task PlaceAsync(string productId)
    {
        var at = Now;
        using var answer = await _payment.PostAsJsonAsync("/orders", new { productId, quantity = 1, price = 10 });
        var said = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
        if (answer.StatusCode != HttpStatusCode.ServiceUnavailable)
        {
            answer.EnsureSuccessStatusCode();
        }

        _attempts.Enqueue(new(at, (string?)said["id"], $"{said["detail"]}"));
    }

    /// <param name="At">When it was placed.</param>
    /// <param name="Order">The order, if it was acknowledged.</param>
    /// <param name="Detail">Why it was not.</param>
    public sealed record Attempt(TimeSpan At, string? Order, string Detail);
}
