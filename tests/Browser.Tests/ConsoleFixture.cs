using Microsoft.Playwright;

namespace Browser.Tests;

/// <summary>The console in a browser, which may complain of nothing: no fault of a script, no breach of the policy.</summary>
public abstract class ConsoleFixture
{
    private readonly List<string> _complaints = [];
    private IBrowserContext _context = null!;

    internal Shop Shop { get; private set; } = null!;

    protected IPage Page { get; private set; } = null!;

    /// <summary>Addresses that the page has asked for its figures, one for each connection that it made.</summary>
    protected List<string> Streams { get; } = [];

    protected virtual string Address => Shop.Page;

    protected virtual (string Name, string Value)[] Settings => [];

    /// <summary>What the browser may say of requests, where a test lets one fail.</summary>
    protected virtual string Expected => "";

    [OneTimeSetUp]
    public virtual async Task StartAsync() => Shop = await Shop.StartAsync(Settings);

    [OneTimeTearDown]
    public virtual async Task StopAsync()
    {
        if (Shop is not null) // It may not have started.
        {
            await Shop.DisposeAsync();
        }
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await _context.DisposeAsync();
        Assert.That(_complaints.Where(one => Expected.Length == 0 || !one.Contains(Expected)), Is.Empty);
    }

    /// <summary>Opens the page anew.</summary>
    protected async Task OpenAsync(int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        Streams.Clear();
        _complaints.Clear();
        _context = await Chromium.Browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = scheme,
        });
        Page = await _context.NewPageAsync();
        Page.PageError += (_, fault) => _complaints.Add(fault);
        Page.Console += (_, said) => _complaints.AddRange(said.Type is "error" or "warning" ? [said.Text] : []);
        Page.Request += (_, request) => Streams.AddRange(request.Url.EndsWith("/flow") ? [request.Url] : []);
        await Page.AddInitScriptAsync(
            "addEventListener('securitypolicyviolation', event => console.error(event.violatedDirective))");
        await Page.GotoAsync(Address);
    }

    /// <summary>Opens the page anew, with something on it that can be ordered.</summary>
    protected async Task OpenWithAProductAsync()
    {
        await Shop.OfferAsync("Espresso cup");
        await OpenAsync();
        await Assertions.Expect(Button("1 order")).ToBeEnabledAsync();
    }

    protected ILocator Button(string name) =>
        Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    protected Task ClickAsync(string button) => Button(button).ClickAsync();

    protected Task SeeAsync(string selector, string text) =>
        Assertions.Expect(Page.Locator(selector)).ToContainTextAsync(text);

    /// <summary>A card of the picture.</summary>
    protected ILocator Card(string note) => Page.Locator(".card").Filter(new() { HasText = note });

    /// <summary>The number on a card of the picture.</summary>
    protected ILocator Waiting(string note) => Card(note).Locator(".number");
}
