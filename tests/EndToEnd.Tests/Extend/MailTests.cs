using System.Diagnostics;

namespace EndToEnd.Tests.Extend;

/// <summary>The service in C#.</summary>
internal sealed class MailTests : ThirdServiceContract
{
    // One folder below the checkout, as the page has it, and ignored by git.
    private static readonly string _program = Path.Combine(Repository.Folder, "TestResults", "mail.cs");

    protected override ThirdService Third { get; } = new("mail", "mail-group", (payment, store, broker) =>
        new("dotnet", ["run", _program, "--configuration", "Release", "--no-build"])
        {
            Environment =
            {
                ["Payment"] = $"{payment}",
                ["Redis__Store"] = $"{store.ConnectionString},user=mail,password=mail,$CLUSTER=,$CONFIG=",
                ["Redis__Broker"] = $"{broker.ConnectionString},user=mail,password=mail,$CLUSTER=,$CONFIG=",
            },
        });

    [OneTimeSetUp]
    public async Task Build()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_program)!);
        await File.WriteAllTextAsync(_program, Page.Program("csharp"));
        using var build = Process.Start(
            new ProcessStartInfo("dotnet", ["build", _program, "-c", "Release", "--disable-build-servers"])
            {
                RedirectStandardOutput = true,
            })!;
        var output = await build.StandardOutput.ReadToEndAsync();
        await build.WaitForExitAsync();
        Assert.That(build.ExitCode, Is.Zero, output);
    }

    [OneTimeTearDown]
    public void Delete() => File.Delete(_program);
}
