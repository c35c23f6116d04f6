namespace Chaos.Faults;

/// <summary>What happens to the payment provider: one instance reaches it badly, and the other well.</summary>
internal sealed class GatewayFaults(Site site)
{
    public IEnumerable<Fault> All() => site.Payment == site.Absent ? [] :
    [
        For("gateway-hangs", "HangShare"),
        For("gateway-fails", "FailShare"),
    ];

    private Fault For(string kind, string share) =>
        Fault.On(kind, site.Payment.Instances, (instance, strike) => SpoilAsync(instance, share, strike));

    private static async Task SpoilAsync(ServiceInstance instance, string share, Strike strike)
    {
        var part = strike.Random.Next(2) == 0 ? "0.3" : "1";
        instance.Kill();
        await instance.StartAsync(strike.Stop, $"--Payment:Simulator:{share}", part);
        await strike.LastAsync(8, 15);
        instance.Kill();
        await instance.StartAsync(strike.Stop);
    }
}
