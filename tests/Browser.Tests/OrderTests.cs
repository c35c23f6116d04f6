using Testing;

namespace Browser.Tests;

/// <summary>Orders on the page, from the button to their outcome.</summary>
public sealed class OrderTests : ConsoleFixture
{
    [SetUp]
    public Task OpenAnewAsync() => OpenWithAProductAsync();

    [Test]
    public async Task An_order_reaches_its_outcome_without_a_reload_and_without_a_further_connection()
    {
        await ClickAsync("1 order");

        await SeeAsync(".orders > li:first-child", "confirmed");
        await SeeAsync(".tally", "1 confirmed");
        await SeeAsync("#announcer", "1 order: 1 confirmed.");
        Assert.That(Streams, Is.Unique.And.Count.EqualTo(2));
    }

    [TestCase("Oversell", "1 refunded, insufficient_stock")]
    [TestCase("Wrong price", "1 refunded, price_changed")]
    [TestCase("Unknown product", "1 refunded, product_not_found")]
    [TestCase("Same key twice", "1 confirmed")]
    public async Task What_goes_wrong_on_purpose_ends_as_it_should(string button, string outcome)
    {
        await ClickAsync(button);

        await SeeAsync(".tally", outcome);
    }

    [Test]
    public async Task A_hundred_orders_are_followed_to_the_last()
    {
        await ClickAsync("100 orders");

        await SeeAsync(".tally", "100 confirmed");
    }

    [Test]
    public async Task The_command_that_is_shown_is_the_request_that_was_sent()
    {
        var sent = await Page.RunAndWaitForRequestAsync(
            () => ClickAsync("1 order"), request => request.Method == "POST");

        await SeeAsync(".sent code", $"curl '{sent.Url}'");
        await SeeAsync(".sent code", $"--json '{sent.PostData}'");
    }

    [Test]
    public async Task Every_order_has_its_trace_whoever_placed_it()
    {
        var order = await Shop.OrderAsync(await Shop.OfferAsync("Espresso cup"));

        await SeeAsync(".orders > li:first-child .ids", $"{order["traceId"]}".Split('-')[1]);
    }

    [Test]
    public async Task A_product_called_like_markup_stays_text()
    {
        const string Markup = "<img src=x onerror=\"document.title='taken'\">";
        await Shop.OrderAsync(await Shop.OfferAsync(Markup));

        await SeeAsync("#products", Markup);
        await SeeAsync("#orders", Markup);
        await SeeAsync("#product", Markup);
        Assert.That(await Page.Locator("img").CountAsync(), Is.Zero);
        Assert.That(await Page.TitleAsync(), Does.StartWith("Console"));
    }

    [Test]
    public async Task A_page_that_nobody_looks_at_rests_and_goes_on_once_it_is_seen()
    {
        async Task TurnAsync(string hidden) => await Page.EvaluateAsync(
            $$"""
            Object.defineProperty(document, 'hidden', { configurable: true, get: () => {{hidden}} });
            document.dispatchEvent(new Event('visibilitychange'));
            """);
        var closed = new List<string>();
        Page.RequestFailed += (_, request) => closed.Add(request.Url);
        await SeeAsync(".chip.healthy:first-child", "Payment");

        await TurnAsync("true");
        await Eventually.That(() => Task.FromResult(closed.Count), Is.EqualTo(2));
        Assert.That(closed, Is.EquivalentTo(Streams));

        await TurnAsync("false");
        await Eventually.That(() => Task.FromResult(Streams.Count), Is.EqualTo(4));
        await ClickAsync("1 order");
        await SeeAsync(".tally", "1 confirmed");
    }
}
