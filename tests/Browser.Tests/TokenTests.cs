using Microsoft.Playwright;
using Shared.ServiceDefaults.Access;
using Testing.Contracts;

namespace Browser.Tests;

/// <summary>The page where the services ask for a token.</summary>
public sealed class TokenTests : ConsoleFixture
{
    protected override (string Name, string Value)[] Settings =>
        [.. Tokens.Settings.Select(setting => (setting.Key, setting.Value!))];

    protected override string Expected => "401 (Unauthorized)";

    [Test]
    public async Task Without_a_token_the_page_stops_and_says_so_and_goes_on_with_one()
    {
        await Shop.Inventory.Client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        await OpenAsync();
        await SeeAsync(".chip:first-child", "Payment asks for a token. Paste one to go on.");
        await Assertions.Expect(Page.GetByLabel("A token for both services")).ToBeVisibleAsync();
        Assert.That(Streams, Is.Unique.And.Count.EqualTo(2), "nobody asks again");

        await UseAsync(string.Join(' ', Permissions.All));
        await SeeAsync(".chip.healthy:first-child", "Payment");
        await ClickAsync("Add a product");
        await ClickAsync("1 order");
        await SeeAsync(".tally", "1 confirmed");
        await SeeAsync(".sent code", "-H \"Authorization: Bearer $TOKEN\"");
        var kept = await Page.EvaluateAsync<int>(
            "localStorage.length + sessionStorage.length + document.cookie.length");
        Assert.That(kept, Is.Zero);
    }

    [Test]
    public async Task What_the_token_does_not_allow_is_off_and_says_why()
    {
        await OpenAsync();
        await UseAsync("metrics:read products:read orders:read");

        await SeeAsync(".chip.healthy:first-child", "Payment");
        await Assertions.Expect(Button("Unknown product")).ToBeDisabledAsync();
        await SeeAsync("#off", "The token does not allow orders:place.");
        await SeeAsync("#off", "The token does not allow products:write.");
        await SeeAsync("#letters", "The token does not allow dead-letters.");
    }

    private async Task UseAsync(string scope)
    {
        await Page.GetByLabel("A token for both services").FillAsync(Tokens.Create(scope: scope));
        await ClickAsync("Use it");
    }
}
