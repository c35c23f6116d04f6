using Microsoft.Playwright;

namespace Browser.Tests;

/// <summary>Dead letters on the page.</summary>
public sealed class LetterTests : ConsoleFixture
{
    [SetUp]
    public async Task OpenWithALetterAsync()
    {
        await Shop.AddDeadLetterAsync($"{Guid.NewGuid()}", await Shop.OfferAsync("Espresso cup", quantity: 5));
        await OpenAsync();
        await SeeAsync("#letters tbody", "failed: a bad release");
        await SeeAsync(".notices", "DeadLetters 1 of order_completed could not be handled.");
    }

    [Test]
    public async Task A_letter_that_is_redriven_is_gone_and_its_stock_is_taken()
    {
        await ClickAsync("Redrive");

        await Assertions.Expect(Page.Locator("#letters tbody tr")).ToHaveCountAsync(0);
        await SeeAsync("#products tbody tr:first-child", "3");
        await SeeAsync("#announcer", "It is handled.");
    }

    [Test]
    public async Task A_letter_is_deleted_only_by_who_is_asked_twice()
    {
        await ClickAsync("Delete");
        await ClickAsync("Keep");
        await Assertions.Expect(Page.Locator("#letters tbody tr")).ToHaveCountAsync(1);

        await Button("Delete").PressAsync("Enter");
        await Assertions.Expect(Button("Delete for good")).ToBeFocusedAsync();
        await Button("Delete for good").PressAsync("Enter");
        await Assertions.Expect(Page.Locator("#letters tbody tr")).ToHaveCountAsync(0);
    }
}
