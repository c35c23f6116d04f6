namespace Chaos.Faults;

/// <summary>What happens to the payment provider: it is reached badly from one instance, and well from the other.</summary>
internal sealed class GatewayFaults(Site site)
{
    public IEnumerable<Fault> All() => site.Payment == site.Absent ? [] :
    [
        Fault.On("gateway-hangs", site.Payment.Instances, (instance, strike) => SpoilAsync(instance, "HangShare", strike)),
        Fault.On("gateway-fails", site.Payment.Instances, (instance, strike) => SpoilAsync(instance, "FailShare", strike)),
    ];

    private static async Task SpoilAsync(ServiceInstance instance, string share, Strike strike)
    {
        instance.Kill();
        await instance.StartAsync(strike.Stop, $"--Payment:Simulator:{share}", strike.Random.Next(2) == 0 ? "0.3" : "1");
        await strike.LastAsync(8, 15);
        instance.Kill();
        await instance.StartAsync(strike.Stop);
    }
}
