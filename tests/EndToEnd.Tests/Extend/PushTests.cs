using System.ComponentModel;
using System.Diagnostics;

namespace EndToEnd.Tests.Extend;

/// <summary>The service in Node, where npm can get its Redis package.</summary>
internal sealed class PushTests : ThirdServiceContract
{
    protected override async Task<ThirdService> PrepareAsync()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Folder, "TestResults", "push"));
        if (!await InstallsAsync(folder.FullName, "ioredis@5.11.1"))
        {
            Assert.Ignore("Needs Node, and ioredis from the npm registry.");
        }

        var program = Path.Combine(folder.FullName, "push.mjs");
        await File.WriteAllTextAsync(program, Page.Program("js"));
        return new ThirdService("push", "push-group", (_, store, broker) => new("node", [program])
        {
            Environment =
            {
                ["STORE"] = $"redis://push:push@{store.ConnectionString}",
                ["BROKER"] = $"redis://push:push@{broker.ConnectionString}",
            },
        }, Says: "paid");
    }

    private static async Task<bool> InstallsAsync(string folder, string package)
    {
        try
        {
            using var npm = Process.Start(new ProcessStartInfo(
                "npm", ["install", "--no-save", "--no-audit", "--no-fund", "--prefix", folder, package])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var said = await Task.WhenAll(npm.StandardOutput.ReadToEndAsync(), npm.StandardError.ReadToEndAsync());
            await npm.WaitForExitAsync();
            await TestContext.Out.WriteLineAsync(string.Concat(said));
            return npm.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false; // There is no npm.
        }
    }
}
