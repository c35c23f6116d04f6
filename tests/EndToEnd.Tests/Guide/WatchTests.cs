using System.ComponentModel;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Payment.Api.Controllers;
using Payment.Api.Orders;
using Testing;
using Testing.Contracts;

namespace EndToEnd.Tests.Guide;

/// <summary>The program of the guide that watches an order, as it stands there, where there is Node.</summary>
public sealed partial class WatchTests
{
    private const string Use =
        """
        for await (const order of watchOrder(process.env.ADDRESS, process.env.TOKEN))
          console.log(order.confirmedAt ? "confirmed" : order.status);
        """;

    private static readonly TimeSpan _soon = TimeSpan.FromSeconds(20);
    private static readonly string _token = Tokens.Create("alice", "orders:place orders:read");

    private RedisServer _redis = null!;
    private ServiceHost<OrdersController> _payment = null!;

    private IOrderStore Orders => _payment.Services.GetRequiredService<IOrderStore>();

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _redis = await RedisServer.StartAsync();
        // Its orders are paid only when a test says so.
        _payment = new ServiceHost<OrdersController>(
            _redis.ConnectionString,
            _redis.ConnectionString,
            new(Tokens.Settings) { ["Payment:Simulator:ProcessingTime"] = "00:10:00" });
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _payment.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [TestCase("confirmed")]
    [TestCase("refunded")]
    public async Task It_tells_each_state_once_in_its_order_however_often_the_connection_breaks(string last)
    {
        var id = await PlaceAsync();
        using var way = new FlakyWay(_payment.Client.BaseAddress!.Port, word: "completedAt");
        using var watch = Start($"{way.Address}orders/{id}/events", _token);
        var (told, faults) = (watch.StandardOutput, watch.StandardError.ReadToEndAsync());

        Assert.That(await told.ReadLineAsync().WaitAsync(_soon), Is.EqualTo("pending"));
        await Orders.CompleteAsync((await Orders.FindAsync(id))!);
        Assert.That(await told.ReadLineAsync().WaitAsync(_soon), Is.EqualTo("completed"));
        Assert.That(way.IsBroken, Is.True);
        await (last == "confirmed" ? Orders.ConfirmAsync([id]) : Orders.RefundAsync(id, "price_changed"));
        Assert.That(await told.ReadToEndAsync().WaitAsync(_soon), Is.EqualTo($"{last}\n"), await faults);

        await watch.WaitForExitAsync();
        Assert.That((watch.ExitCode, await faults), Is.EqualTo((0, "")));
        Assert.That(way.Requests, Is.All.Match($"(?i)\r\nauthorization: Bearer {_token}\r\n"));
        Assert.That(
            way.Requests.Select(request => LastEventId().Match(request).Groups["id"].Value),
            Is.EqualTo(["", "", "", "pending", last]));
    }

    [TestCase("", "401")]
    [TestCase("no-token", "401")]
    [TestCase(null, "404")]
    public async Task It_gives_up_what_is_refused(string? token, string status)
    {
        using var watch = Start($"{_payment.Client.BaseAddress}orders/unknown/events", token ?? _token);
        var faults = watch.StandardError.ReadToEndAsync();

        Assert.That(await watch.StandardOutput.ReadToEndAsync().WaitAsync(_soon), Is.Empty);
        await watch.WaitForExitAsync();
        Assert.That(watch.ExitCode, Is.Not.Zero);
        Assert.That(await faults, Does.Contain($"/events: {status}"));
    }

    private async Task<string> PlaceAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/orders");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        request.Content = JsonContent.Create(new { productId = "p1", quantity = 3, price = 19.99 });
        using var placed = await _payment.Client.SendAsync(request);
        return placed.Headers.Location!.OriginalString.Split('/')[^1];
    }

    private static Process Start(string address, string token)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("node", ["--input-type=module", "-e", $"{Program()}\n{Use}"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["ADDRESS"] = address, ["TOKEN"] = token },
            })!;
        }
        catch (Win32Exception)
        {
            Assert.Ignore("Needs Node 20 or later.");
            throw;
        }
    }

    private static string Program()
    {
        var guide = Path.Combine(TestContext.CurrentContext.TestDirectory, "api.md");
        return Block().Match(File.ReadAllText(guide)).Groups["text"].Value;
    }

    [GeneratedRegex("^```js\n(?<text>/\\*\\*.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("\r\nlast-event-id: (?<id>.*?)\r\n", RegexOptions.IgnoreCase)]
    private static partial Regex LastEventId();
}
