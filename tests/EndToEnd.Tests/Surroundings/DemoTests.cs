using System.Diagnostics;
using Testing;

namespace EndToEnd.Tests.Surroundings;

/// <summary>./run.sh where the environment is full of what means something to one part of it or another.</summary>
public sealed class DemoTests
{
    private static readonly (string Name, string Value)[] _environment =
    [
        ("HTTP_PROXY", "http://localhost:1"), ("http_proxy", "http://localhost:1"), ("ALL_PROXY", "http://localhost:1"),
        ("no_proxy", ""), ("NO_PROXY", "example.org"),
        ("VERSION", "x"), ("Platform", "MCD"), ("OUTPUTPATH", "elsewhere/"),
        ("DOTNET_ENVIRONMENT", "Production"), ("ASPNETCORE_URLS", "http://localhost:1"),
        ("Kestrel__Endpoints__Http__Url", "http://localhost:1"), ("REDIS__STORE", "localhost:1"),
        ("Authentication__Schemes__Bearer__ValidIssuer", "dotnet-user-jwts"),
        ("CDPATH", Path.GetTempPath()), ("GREP_OPTIONS", "--color=always"), ("POSIXLY_CORRECT", "1"),
    ];

    [Test]
    public async Task The_demo_plays_whatever_the_environment_says()
    {
        var redis = $"{Ports.Free()}";
        var start = new ProcessStartInfo(
            "bash",
            [
                "run.sh", "demo", "--redis-port", redis,
                "--inventory-port", $"{Ports.Free()}", "--payment-port", $"{Ports.Free()}",
            ])
        {
            WorkingDirectory = Repository.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }

        using var demo = Process.Start(start)!;
        var (said, complained) = (demo.StandardOutput.ReadToEndAsync(), demo.StandardError.ReadToEndAsync());
        await demo.WaitForExitAsync();

        Assert.That(demo.ExitCode, Is.Zero, $"{await said}{await complained}");
        Assert.That(await said, Does.Contain("confirmed").And.Contain("refunded, price_changed"));
        Directory.Delete(Path.Combine(Repository.Folder, ".data", redis), recursive: true);
    }
}
