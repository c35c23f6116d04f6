using Microsoft.Playwright;

namespace Browser.Tests;

/// <summary>The browser of all tests, which are skipped where there is none: <c>./test.sh</c> installs one if it can.</summary>
[SetUpFixture]
public sealed class Chromium
{
    private static readonly string[] _names = ["chromium", "chromium-browser", "google-chrome"];

    private static IPlaywright? _playwright;
    private static IBrowser? _browser;

    public static IBrowser Browser => _browser!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .SelectMany(folder => _names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
        if (path is null)
        {
            Assert.Ignore("There is no Chromium.");
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = path,
            // Its sandbox needs rights that containers and root do not have; it sees pages of ours alone.
            Args = ["--no-sandbox", "--disable-dev-shm-usage"],
        });
        Assertions.SetDefaultExpectTimeout(30_000);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
