using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Browser.Tests;

/// <summary>
/// How the page looks: pictures of it go to the folder that <c>SCREENSHOTS</c> names, for a person to judge, and
/// <c>scripts/screenshots.sh</c> takes the one of the README from there.
/// </summary>
public sealed class LookTests : ConsoleFixture
{
    private static readonly string _folder =
        Environment.GetEnvironmentVariable("SCREENSHOTS") ?? TestContext.CurrentContext.WorkDirectory;

    internal static string PathOf(string picture) => Path.Combine(_folder, picture.ToLowerInvariant());

    [OneTimeSetUp]
    public async Task SellAsync()
    {
        await Shop.OfferAsync("Desk lamp", quantity: 12, price: 49.5m);
        var cup = await Shop.OfferAsync("Espresso cup", quantity: 1000);
        await Shop.OrderAsync(cup);
        await Shop.AddDeadLetterAsync("0197c2f0-6b1d-7a2c-8e4f-5d3c1b9a7e60", cup);
    }

    [Test]
    public async Task Nothing_serious_keeps_anybody_out_and_nothing_is_cut_off(
        [Values(375, 768, 1280)] int width, [Values(ColorScheme.Light, ColorScheme.Dark)] ColorScheme scheme)
    {
        await OpenAsync(width, scheme);
        await Assertions.Expect(Button("10 orders")).ToBeEnabledAsync();
        foreach (var button in new[] { "10 orders", "Oversell", "Wrong price", "100 orders" })
        {
            await ClickAsync(button);
            await Assertions.Expect(Button(button)).ToBeEnabledAsync();
        }

        await SeeAsync(".tally", "100 confirmed");
        await SeeAsync("#letters tbody", "bad release");
        await Page.Mouse.MoveAsync(0, 0);
        await Page.ScreenshotAsync(new()
        {
            Path = PathOf($"console-{width}-{scheme}.png"),
            FullPage = true,
            Clip = width < 1280 ? null : new() { Width = width, Height = 1240 },
        });
        await Page.EvaluateAsync("for (const one of document.querySelectorAll('details')) one.open = true");

        var found = (await Page.RunAxe()).Violations.Where(one => one.Impact is "serious" or "critical");
        Assert.That(found.Select(one => $"{one.Id}: {one.Nodes[0].Html}"), Is.Empty);
        var scrolled = await Page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        Assert.That(scrolled, Is.EqualTo(width));
    }

    [Test]
    public async Task Nothing_moves_for_who_asks_for_no_motion()
    {
        await OpenAsync();
        await Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        await ClickAsync("10 orders");
        await Assertions.Expect(Page.Locator(".moving").First).ToBeAttachedAsync();

        Assert.That(await Page.EvaluateAsync<int>("document.getAnimations().length"), Is.Zero);
    }
}
