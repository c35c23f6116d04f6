using System.Diagnostics;
using System.Text;
using Testing;

namespace Deployment.Tests;

/// <summary>A run of <c>apphost.cs</c> and of all that it starts.</summary>
internal sealed class AppHost : IAsyncDisposable
{
    // What it starts compiles much while others are at work.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    private readonly StringBuilder _said = new();
    private readonly Process _process;

    private AppHost(string[] arguments)
    {
        var start = new ProcessStartInfo(
            "dotnet", ["run", "-c", "Release", "--no-launch-profile", "apphost.cs", "--", .. arguments])
        {
            WorkingDirectory = Manifests.Repository,
            RedirectStandardOutput = true,
            Environment =
            {
                ["DOTNET_ENVIRONMENT"] = "Development",
                ["ASPNETCORE_URLS"] = $"{Dashboard}",
                ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = $"{Address()}",
                ["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = $"{Address()}",
                ["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true",
                ["ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS"] = "true",
                ["Authentication__Required"] = "false",
            },
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => _said.AppendLine(line.Data);
        _process.BeginOutputReadLine();
    }

    public Uri Dashboard { get; } = Address();

    public HttpClient Http { get; } = new(new SocketsHttpHandler { UseProxy = false });

    public static Uri Address() => new($"http://localhost:{Ports.Free()}");

    /// <summary>Starts it, where its packages can be had.</summary>
    public static AppHost Start(params string[] arguments)
    {
        if (Command.Run(Manifests.Repository, "dotnet restore apphost.cs").Code != 0)
        {
            Assert.Ignore("The system is not started under Aspire: it needs packages from the registry.");
        }

        return new AppHost(arguments);
    }

    /// <summary>Waits until an address answers with something.</summary>
    /// <param name="pattern">What its answer has to match.</param>
    public Task AnswersAsync(Uri service, string path, string pattern) =>
        Eventually.That(() => GetAsync(new Uri(service, path)), Does.Match(pattern), _patience);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        try
        {
            await _process.WaitForExitAsync().WaitAsync(_patience);
        }
        finally
        {
            _process.Kill(entireProcessTree: true);
        }

        TestContext.Out.WriteLine(_said);
        _process.Dispose();
    }

    private async Task<string> GetAsync(Uri address)
    {
        try
        {
            return await Http.GetStringAsync(address);
        }
        catch (HttpRequestException notYet)
        {
            return notYet.Message;
        }
    }
}
