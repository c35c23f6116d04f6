namespace Chaos.Faults;

/// <summary>What happens to the payment provider: one instance reaches it badly, and the other well.</summary>
internal sealed class GatewayFaults(Site site)
{
    public IEnumerable<Fault> All() => site.Payment == site.Absent ? [] :
    [
        For("gateway-hangs", random => ("HangShare", Share(random))),
        For("gateway-fails", random => ("FailShare", Share(random))),
        For("gateway-declines", _ => ("DeclineAbove", "0")),
    ];

    private Fault For(string kind, Func<Random, (string Name, string Value)> choose) => Fault.On(
        kind, site.Payment.Instances, (instance, strike) => SpoilAsync(instance, choose(strike.Random), strike));

    private static string Share(Random random) => random.Next(2) == 0 ? "0.3" : "1";

    private static async Task SpoilAsync(
        ServiceInstance instance, (string Name, string Value) setting, Strike strike)
    {
        instance.Kill();
        await instance.StartAsync(strike.Stop, $"--Payment:Simulator:{setting.Name}", setting.Value);
        await strike.LastAsync(8, 15);
        instance.Kill();
        await instance.StartAsync(strike.Stop);
    }
}
