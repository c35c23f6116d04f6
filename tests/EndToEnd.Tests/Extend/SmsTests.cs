using System.ComponentModel;
using System.Diagnostics;

namespace EndToEnd.Tests.Extend;

/// <summary>The service in Python, where Python has its Redis package.</summary>
internal sealed class SmsTests : ThirdServiceContract
{
    protected override Task<ThirdService> PrepareAsync()
    {
        if (Array.Find(["python3", "/usr/bin/python3"], HasRedis) is not { } python)
        {
            Assert.Ignore("Needs python3 with its package redis (Debian: python3-redis).");
            return null!;
        }

        return Task.FromResult(new ThirdService("sms", "sms-group", (_, store, broker) =>
            new(python, ["-c", Page.Program("python")])
            {
                Environment =
                {
                    ["STORE"] = $"redis://sms:sms@{store.ConnectionString}",
                    ["BROKER"] = $"redis://sms:sms@{broker.ConnectionString}",
                },
            }, Says: "paid"));
    }

    private static bool HasRedis(string python)
    {
        try
        {
            using var trial = Process.Start(
                new ProcessStartInfo(python, ["-c", "import redis"]) { RedirectStandardError = true })!;
            trial.WaitForExit();
            return trial.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false; // There is no such file.
        }
    }
}
