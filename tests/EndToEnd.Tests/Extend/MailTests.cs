using System.Diagnostics;
using System.Text.RegularExpressions;

namespace EndToEnd.Tests.Extend;

/// <summary>The service in C#.</summary>
internal sealed partial class MailTests : ThirdServiceContract
{
    protected override async Task<ThirdService> PrepareAsync()
    {
        // One folder below the checkout, as on the page, and ignored by git.
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Folder, "TestResults"));
        var program = Path.Combine(folder.FullName, "mail.cs");
        await File.WriteAllTextAsync(program, Page.Program("csharp"));
        using var build = Process.Start(
            new ProcessStartInfo("dotnet", ["build", program, "-c", "Release", "--disable-build-servers"])
            {
                RedirectStandardOutput = true,
            })!;
        var output = await build.StandardOutput.ReadToEndAsync();
        await build.WaitForExitAsync();
        Assert.That(build.ExitCode, Is.Zero, output);

        var assembly = Built().Match(output).Groups["assembly"].Value;
        Assert.That(assembly, Is.Not.Empty, output);
        return new ThirdService("mail", "mail-group", (payment, store, broker) => new("dotnet", [assembly])
        {
            Environment =
            {
                ["Payment"] = $"{payment}",
                ["Redis__Store"] = $"{store.ConnectionString},user=mail,password=mail,$CLUSTER=,$CONFIG=",
                ["Redis__Broker"] = $"{broker.ConnectionString},user=mail,password=mail,$CLUSTER=,$CONFIG=",
            },
        });
    }

    [GeneratedRegex("mail\\.cs -> (?<assembly>.*mail\\.dll)")]
    private static partial Regex Built();
}
