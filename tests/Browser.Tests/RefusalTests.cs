using Microsoft.Playwright;

namespace Browser.Tests;

/// <summary>The share of the orders that are refused: these are the only orders of the shop, or it would be another.</summary>
public sealed class RefusalTests : ConsoleFixture
{
    private string _cup = "";

    protected override string Expected => "net::ERR";

    [SetUp]
    public async Task OpenWithTenCupsAsync()
    {
        _cup = await Shop.OfferAsync("Espresso cup", quantity: 10);
        await OpenAsync();
        await SeeAsync(".chips", "Inventory healthy");
    }

    [Test]
    public async Task Refusals_of_more_than_half_the_orders_ask_for_attention()
    {
        await OrderFortyCupsAsync();

        await SeeAsync(".notices", "OrdersRefused Inventory refuses 75 % of the paid orders.");
        await SeeAsync("#graphs", "insufficient stock");
    }

    [Test]
    public async Task What_was_refused_while_nobody_could_tell_is_counted()
    {
        Shop.InventoryStore.Pause();
        await Assertions.Expect(Waiting("refused, no receipt")).ToHaveTextAsync("–");
        Shop.Inventory.Kill();
        Shop.InventoryStore.Resume();
        await OrderFortyCupsAsync();

        await Shop.Inventory.StartAsync();

        await SeeAsync(".notices", "OrdersRefused Inventory refuses 75 % of the paid orders.");
    }

    private async Task OrderFortyCupsAsync()
    {
        for (var i = 0; i < 40; i++)
        {
            await Shop.OrderAsync(_cup);
        }
    }
}
