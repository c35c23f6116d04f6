using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Testing;

namespace EndToEnd.Tests;

/// <summary>What a collector receives where the environment names one.</summary>
public sealed class OtlpTests
{
    private readonly ConcurrentDictionary<string, string> _received = new();

    private HttpListener _collector = null!;
    private TwoServices _services = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        var address = $"http://localhost:{Ports.Free()}/";
        _collector = new HttpListener { Prefixes = { address } };
        _collector.Start();
        _ = CollectAsync();
        _services = await TwoServices.StartAsync(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", address),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_BSP_SCHEDULE_DELAY", "100"),
            ("OTEL_BLRP_SCHEDULE_DELAY", "100"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "500"));
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _services.DisposeAsync();
        _collector.Close();
    }

    [Test]
    public async Task A_collector_receives_the_traces_metrics_and_logs_of_both_services_but_no_probes()
    {
        var order = await _services.PlaceOrderAsync("unknown", quantity: 1);
        await Eventually.That(() => _services.StatusAsync(order), Is.EqualTo("refunded"));
        await _services.Payment.Client.GetStringAsync("/metrics");

        await ReceivedAsync(
            "/v1/traces",
            "Payment.Api", "Inventory.Api", "POST orders", "charge order",
            "process order_completed", "process refund_order", order);
        await ReceivedAsync(
            "/v1/metrics",
            "payment.orders", "inventory.orders", "outbox.oldest_age", "http.server.request.duration");
        await ReceivedAsync("/v1/logs", "refused, product_not_found", "refunded, product_not_found", order);
        Assert.That(_received["/v1/traces"], Does.Not.Contain("/health").And.Not.Contain("/metrics"));
    }

    private async Task ReceivedAsync(string signal, params string[] texts)
    {
        foreach (var text in texts)
        {
            bool IsReceived() => _received.GetValueOrDefault(signal, "").Contains(text, StringComparison.Ordinal);
            await Eventually.That(() => Task.FromResult(IsReceived() ? text : "nothing of it"), Is.EqualTo(text));
        }
    }

    private async Task CollectAsync()
    {
        while (_collector.IsListening)
        {
            try
            {
                var call = await _collector.GetContextAsync();
                using var body = new MemoryStream();
                await call.Request.InputStream.CopyToAsync(body);
                var signal = call.Request.Url!.AbsolutePath;
                _received.AddOrUpdate(signal, _ => Text(body), (_, before) => before + Text(body));
                call.Response.Close();
            }
            catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException)
            {
                return; // The test is over.
            }
        }
    }

    // Texts lie in Protobuf as they are.
    private static string Text(MemoryStream body) => Encoding.Latin1.GetString(body.ToArray());
}
