using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Payment.Api.Controllers;
using Testing;

namespace EndToEnd.Tests.Surroundings;

/// <summary>How docs/operations.md makes a token for development.</summary>
public sealed partial class DevelopmentTokenTests
{
    private DirectoryInfo _folder = null!;
    private string? _secrets;

    // Where the tool keeps its keys, and the service looks for them.
    [SetUp]
    public void KeepSecretsApart()
    {
        _folder = Directory.CreateTempSubdirectory("token-");
        _secrets = Environment.GetEnvironmentVariable("APPDATA");
        Environment.SetEnvironmentVariable("APPDATA", _folder.CreateSubdirectory("secrets").FullName);
    }

    [TearDown]
    public void Restore()
    {
        Environment.SetEnvironmentVariable("APPDATA", _secrets);
        _folder.Delete(recursive: true);
    }

    [Test]
    public async Task A_token_is_accepted_and_no_file_that_git_knows_has_changed()
    {
        var checkout = CheckOut();
        var operations = await File.ReadAllTextAsync(Path.Combine(Repository.Folder, "docs", "operations.md"));
        var token = Run(checkout, $"{Commands().Match(operations).Value} --output token").Split('\n')[^1];

        Assert.That(Run(checkout, "git status --porcelain"), Is.Empty);

        await using var redis = await RedisServer.StartAsync();
        using var payment = new ServiceProcess(
            typeof(OrdersController).Assembly,
            redis.ConnectionString,
            redis.ConnectionString,
            [("environment", "Development"), ("contentRoot", Path.Combine(checkout, "Payment.Api"))]);
        await payment.StartAsync();

        Assert.That(await AskAsync(payment, null), Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(await AskAsync(payment, token), Is.EqualTo(HttpStatusCode.OK));
    }

    private static async Task<HttpStatusCode> AskAsync(ServiceProcess service, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/orders");
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var answer = await service.Client.SendAsync(request);
        return answer.StatusCode;
    }

    /// <summary>A checkout with Payment and all that decides how it is built, and no more.</summary>
    private string CheckOut()
    {
        var checkout = _folder.CreateSubdirectory("checkout");
        var service = checkout.CreateSubdirectory("Payment.Api");
        service.CreateSubdirectory("Properties");
        string[] files =
        [
            ".gitignore", "global.json", "Directory.Build.props", "Directory.Packages.props",
            "Payment.Api/Payment.Api.csproj", "Payment.Api/Properties/launchSettings.json",
            "Payment.Api/appsettings.json", "Payment.Api/appsettings.Development.json",
        ];
        foreach (var file in files)
        {
            File.Copy(Path.Combine(Repository.Folder, file), Path.Combine(checkout.FullName, file));
        }

        Run(checkout.FullName, "git init -q . && git add . && git -c user.name=a -c user.email=a@b commit -q -m all");
        return checkout.FullName;
    }

    private static string Run(string folder, string commands)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-ec", commands])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        })!;
        var said = shell.StandardOutput.ReadToEnd().Trim();
        shell.WaitForExit();
        Assert.That(shell.ExitCode, Is.Zero, $"{commands}\n{said}");
        return said;
    }

    [GeneratedRegex("^cd Payment.Api\n(.*\n)*?dotnet user-jwts create .*$", RegexOptions.Multiline)]
    private static partial Regex Commands();
}
