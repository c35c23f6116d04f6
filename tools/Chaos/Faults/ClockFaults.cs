using Chaos.Clocks;

namespace Chaos.Faults;

/// <summary>Clocks that are wrong by hours or days, in either direction, and then right again.</summary>
internal sealed class ClockFaults(Site site)
{
    private static readonly TimeSpan _anybody = TimeSpan.FromDays(20);

    // A store that jumps ahead forgets early: within this it still remembers every order that may come again.
    private static readonly TimeSpan _store = TimeSpan.FromDays(10);

    public IEnumerable<Fault> All() => !site.HasClocks ? [] :
    [
        Fault.On("clock-service", site.Present, (instance, strike) => JumpAsync(instance.Clock, _anybody, strike)),
        Fault.On("clock-broker", [site.Broker], (broker, strike) => JumpAsync(broker.Clock, _anybody, strike)),
        Fault.On("clock-store", site.Stores.OfType<RedisNode>(),
            (store, strike) => JumpAsync(store.Clock, _store, strike)),
    ];

    private static async Task JumpAsync(Clock clock, TimeSpan most, Strike strike)
    {
        var longest = strike.Random.Next(2) == 0 ? TimeSpan.FromDays(1) : most;
        var ahead = longest * ((2 * strike.Random.NextDouble()) - 1);
        strike.Log($"by {ahead.TotalDays:+0.0;-0.0} days");
        clock.Set(ahead);
        await strike.LastAsync(3, 8);
        clock.Set(TimeSpan.Zero);
    }
}
