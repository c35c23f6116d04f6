using System.Diagnostics;

namespace EndToEnd.Tests.Extend;

/// <summary>The service in Python, where Python has its Redis package.</summary>
internal sealed class SmsTests : ThirdServiceContract
{
    private static readonly string? _python = Array.Find(["python3", "/usr/bin/python3"], CanRun);

    protected override ThirdService Third { get; } = new("sms", "sms-group", (payment, store, broker) =>
        new(_python!, ["-c", Page.Program("python")])
        {
            Environment =
            {
                ["PAYMENT"] = $"{payment}".TrimEnd('/'),
                ["STORE"] = $"redis://sms:sms@{store.ConnectionString}",
                ["BROKER"] = $"redis://sms:sms@{broker.ConnectionString}",
            },
        });

    [OneTimeSetUp]
    public void NeedsPython()
    {
        if (_python is null)
        {
            Assert.Ignore("Needs python3 with its package redis (Debian: python3-redis).");
        }
    }

    private static bool CanRun(string python)
    {
        try
        {
            using var trial = Process.Start(new ProcessStartInfo(python, ["-c", "import redis"])
            {
                RedirectStandardError = true,
            })!;
            trial.WaitForExit();
            return trial.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // There is no such file.
        }
    }
}
