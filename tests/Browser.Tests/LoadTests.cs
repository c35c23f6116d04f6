using Microsoft.Playwright;

namespace Browser.Tests;

/// <summary>A page that is open while the services are busy.</summary>
public sealed class LoadTests : ConsoleFixture
{
    private const int Customers = 8;

    [Test]
    public async Task A_busy_page_stays_responsive_and_does_not_grow()
    {
        var cup = await Shop.OfferAsync("Espresso cup", quantity: 1_000_000);
        await OpenAsync();
        await Assertions.Expect(Page.Locator(".series").First).ToBeAttachedAsync();
        using var over = new CancellationTokenSource();
        var customers = Enumerable.Range(0, Customers).Select(_ => BuyAsync(cup, over.Token)).ToList();
        await Page.EvaluateAsync("""
            let last = performance.now();
            window.frames = { count: 0, longest: 0, began: last };
            requestAnimationFrame(function next(now) {
              frames.longest = Math.max(frames.longest, now - last);
              frames.count++;
              last = now;
              requestAnimationFrame(next);
            });
            """);

        await DrawAsync(times: 20); // until every list and every graph has its lines
        var before = await MeasureAsync();
        await DrawAsync(times: 40);
        await over.CancelAsync();
        var orders = (await Task.WhenAll(customers)).Sum();
        var frames = await Page.EvaluateAsync<double[]>(
            "seconds => [frames.count / seconds, frames.longest, seconds]",
            await Page.EvaluateAsync<double>("(performance.now() - frames.began) / 1000"));
        await DrawAsync(times: 5); // What was shown is not collected before something else is.
        var after = await MeasureAsync();
        TestContext.Out.WriteLine(
            $"{orders / frames[2]:0} orders/s, {frames[0]:0} frames/s, the longest {frames[1]:0} ms; "
            + $"nodes {before.Nodes} -> {after.Nodes}, heap {before.Heap / 1024} -> {after.Heap / 1024} KB");
        Assert.Multiple(() =>
        {
            Assert.That(frames[0], Is.GreaterThan(10), "frames per second");
            Assert.That(frames[1], Is.LessThan(1000), "milliseconds of the longest");
            Assert.That(after.Nodes, Is.LessThan(before.Nodes * 1.2), "nodes");
            Assert.That(after.Heap, Is.LessThan(before.Heap + 1_000_000), "bytes");
        });
    }

    private async Task<int> BuyAsync(string product, CancellationToken over)
    {
        var orders = 0;
        while (!over.IsCancellationRequested)
        {
            await Shop.OrderAsync(product);
            orders++;
        }

        return orders;
    }

    /// <summary>Waits until the page has drawn so many sets of figures; each service tells one a second.</summary>
    private async Task DrawAsync(int times) => await Page.EvaluateAsync(
        """
        times => new Promise(done => {
          const line = document.querySelector('.series.s0');
          new MutationObserver((_, observer) => {
            if (--times > 0) return;
            observer.disconnect();
            done();
          }).observe(line, { attributes: true });
        })
        """,
        times);

    private async Task<(double Nodes, double Heap)> MeasureAsync()
    {
        var session = await Page.Context.NewCDPSessionAsync(Page);
        await session.SendAsync("HeapProfiler.collectGarbage");
        await session.SendAsync("Performance.enable");
        var metrics = (await session.SendAsync("Performance.getMetrics"))!.Value.GetProperty("metrics")
            .EnumerateArray()
            .ToDictionary(one => one.GetProperty("name").GetString()!, one => one.GetProperty("value").GetDouble());
        return (metrics["Nodes"], metrics["JSHeapUsedSize"]);
    }
}
