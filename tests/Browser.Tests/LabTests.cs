using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Lab;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Testing;

namespace Browser.Tests;

/// <summary>The lab's page: faults are struck with a click, and the ledger holds.</summary>
public sealed partial class LabTests : ConsoleFixture
{
    private const int Patience = 90_000; // for two services that start

    private WebApplication _app = null!;

    protected override string Address => $"{_app.Services.GetRequiredService<LabOptions>().Page}";

    protected override string Expected => "Failed to load resource"; // A service that was killed does not answer.

    public override async Task StartAsync()
    {
        _app = LabHost.Build(
            "--environment", "Development", "--Lab:Port", $"{Ports.Free()}",
            "--Lab:InventoryPort", $"{Ports.Free()}", "--Lab:PaymentPort", $"{Ports.Free()}");
        await _app.StartAsync();
    }

    public override async Task StopAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task The_story_is_told_by_what_is_seen_and_the_ledger_holds()
    {
        await OpenAsync();
        await SeeDoneAsync(1);

        await ClickAsync("Kill it");
        await SeeDoneAsync(2);
        await SeeAsync(".broken", "Both instances of Inventory were killed with SIGKILL.");
        await Assertions.Expect(Waiting("paid, no receipt")).ToHaveTextAsync(Many(), new() { Timeout = Patience });
        await SeeDoneAsync(3);

        await Page.ScreenshotAsync(new() // for the README
        {
            Path = LookTests.PathOf("lab-story-light.png"),
            FullPage = true,
            Clip = new() { Width = 1280, Height = 1130 },
        });

        await ClickAsync("Start it");
        await SeeDoneAsync(4);
        await Assertions.Expect(Waiting("paid, no receipt")).ToHaveTextAsync(Few(), new() { Timeout = Patience });
        await SeeAsync(".log", "Mended after");

        await Page.Locator(".story").GetByRole(AriaRole.Button, new() { Name = "FLUSHALL" }).ClickAsync();
        await SeeDoneAsync(5);
        await SeeAsync("#story", "Late, but never lost and never doubled.");
        await SeeAsync(".verdict", "It adds up.");
        await Assertions.Expect(Page.Locator(".lost .number")).ToHaveTextAsync("0");
        await Assertions.Expect(Page.Locator(".doubled .number")).ToHaveTextAsync("0");
    }

    [Test]
    public async Task Nothing_serious_keeps_anybody_out_and_nothing_is_cut_off(
        [Values(375, 1280)] int width, [Values(ColorScheme.Light, ColorScheme.Dark)] ColorScheme scheme)
    {
        await OpenAsync(width, scheme);
        await SeeDoneAsync(1);
        await ClickAsync("Freeze it, 5 s");
        await SeeAsync(".broken", "The broker stands still.");
        await Page.ScreenshotAsync(new()
        {
            Path = LookTests.PathOf($"lab-{width}-{scheme}.png"),
            FullPage = width < 1280,
        });

        var found = (await Page.RunAxe()).Violations.Where(one => one.Impact is "serious" or "critical");
        Assert.That(found.Select(one => $"{one.Id}: {one.Nodes[0].Html}"), Is.Empty);
        var scrolled = await Page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        Assert.That(scrolled, Is.EqualTo(width));
        await SeeAsync(".log li:first-child", "Mended after");
    }

    private Task SeeDoneAsync(int step) => Assertions
        .Expect(Page.Locator($".story > li:nth-child({step})")).ToHaveClassAsync("done", new() { Timeout = Patience });

    [GeneratedRegex(@"^([2-9]\d|\d{3,})$")]
    private static partial Regex Many();

    [GeneratedRegex(@"^1?\d$")]
    private static partial Regex Few();
}
