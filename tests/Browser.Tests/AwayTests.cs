using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Browser.Tests;

/// <summary>A service that goes away while somebody looks.</summary>
public sealed partial class AwayTests : ConsoleFixture
{
    protected override string Expected => "net::ERR";

    [Test]
    public async Task What_waits_for_a_service_that_was_killed_is_seen_and_then_drains()
    {
        await OpenWithAProductAsync();

        Shop.Inventory.Kill();
        await SeeAsync(".notices", "ServiceDown Inventory does not answer.");
        var runbook = await Page.RunAndWaitForPopupAsync(() => Page.GetByText("What to do").ClickAsync());
        await Assertions.Expect(runbook.GetByText("## ServiceDown")).ToBeVisibleAsync();
        await runbook.CloseAsync();
        await ClickAsync("10 orders");

        await Assertions.Expect(Waiting("paid, no receipt")).ToHaveTextAsync("10");
        await Assertions.Expect(Waiting("refused, no receipt")).ToHaveTextAsync("–");
        await SeeAsync(".tally", "10 completed");

        await Shop.Inventory.StartAsync();
        await SeeAsync(".tally", "10 confirmed");
        await Assertions.Expect(Waiting("paid, no receipt")).ToHaveTextAsync("0");
        // The orders themselves were slow where the start took more than five seconds.
        await Assertions.Expect(Page.Locator(".notices li").Filter(new() { HasNotText = "OrdersSlow" }))
            .ToHaveCountAsync(0);
    }

    [Test]
    public async Task Orders_that_took_long_ask_for_attention_once_they_are_through()
    {
        await OpenWithAProductAsync();
        Shop.Inventory.Kill();
        await ClickAsync("10 orders");
        await Assertions.Expect(Card("paid, no receipt")).ToContainTextAsync(SixToNineSeconds());

        await Shop.Inventory.StartAsync();

        await SeeAsync(".tally", "10 confirmed");
        await SeeAsync(".notices", "OrdersSlow One order in a hundred takes");
    }

    [Test]
    public async Task A_peer_that_was_never_there_leaves_half_a_page()
    {
        Shop.Inventory.Kill();
        await OpenAsync();

        await SeeAsync(".chip.healthy", "Payment");
        await SeeAsync(".chip.away", "Inventory away");
        await Assertions.Expect(Waiting("to be paid")).ToHaveTextAsync("0");
        await Assertions.Expect(Button("1 order")).ToBeDisabledAsync();
        await ClickAsync("Unknown product");
        await SeeAsync(".orders > li:first-child", "unknown product");
        await Shop.Inventory.StartAsync();
    }

    [GeneratedRegex(@"[6-9]\.\d s")]
    private static partial Regex SixToNineSeconds();
}
