using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Inventory.Api.Controllers;
using Payment.Api.Controllers;
using Testing;

namespace EndToEnd.Tests;

/// <summary>What a listener hears of an order in both services, which run in the test's own process.</summary>
public sealed class TraceTests
{
    private readonly ConcurrentQueue<Activity> _spans = [];

    private ActivityListener _listener = null!;
    private RedisServer[] _servers = null!;
    private ServiceHost<ProductsController> _inventory = null!;
    private ServiceHost<OrdersController> _payment = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _servers = await Task.WhenAll(RedisServer.StartAsync(), RedisServer.StartAsync(), RedisServer.StartAsync());
        _inventory = new(_servers[0].ConnectionString, _servers[2].ConnectionString);
        _payment = new(_servers[1].ConnectionString, _servers[2].ConnectionString);
        _listener = new ActivityListener
        {
            ShouldListenTo = source =>
                source.Name is "Microsoft.AspNetCore" or "Shared.Redis" or "Payment.Api" or "Inventory.Api",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _listener.Dispose();
        await _payment.DisposeAsync();
        await _inventory.DisposeAsync();
        await Task.WhenAll(_servers.Select(server => server.DisposeAsync().AsTask()));
    }

    [Test]
    public async Task An_order_is_one_trace_from_its_request_over_both_services_to_its_refund()
    {
        var answer = await _payment.Client.PostAsJsonAsync(
            "/orders", new { productId = "unknown", quantity = 1, price = 10 });
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Created));

        await Eventually.That(() => Task.FromResult(Trees()), Is.EqualTo("""
            POST /orders
              charge order
                process order_completed
                  process refund_order
                  send refund_order
                send order_completed
              give back order

            """));
    }

    /// <summary>The spans of all traces, each below what caused it.</summary>
    private string Trees() =>
        string.Concat(_spans.Where(span => span.ParentSpanId == default).Select(span => Tree(span)));

    private string Tree(Activity span, string indent = "") =>
        $"{indent}{(span.Kind == ActivityKind.Server ? "POST /orders" : span.DisplayName)}\n" + string.Concat(_spans
            .Where(child => (child.TraceId, child.ParentSpanId) == (span.TraceId, span.SpanId))
            .OrderBy(child => child.DisplayName, StringComparer.Ordinal)
            .Select(child => Tree(child, indent + "  ")));
}
