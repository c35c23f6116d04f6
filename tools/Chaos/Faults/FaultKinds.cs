namespace Chaos.Faults;

/// <summary>Every way to disturb a site.</summary>
internal static class FaultKinds
{
    /// <summary>All of them, but for those that find nothing to strike in this topology.</summary>
    public static List<Fault> Of(Site site, ProcessFaults processFaults, NewerVersion newerVersion)
    {
        List<Fault> all =
        [
            .. processFaults.All(), .. new RedisFaults(site).All(), .. new LinkFaults(site).All(),
            .. new StreamFaults(site).All(), .. new ClockFaults(site).All(), .. new GatewayFaults(site).All(),
            .. newerVersion.All(), .. new ClusterFaults(site).All(), .. new SentinelFaults(site).All(),
        ];
        all.RemoveAll(fault => fault.Targets.Count == 0);
        return all;
    }
}
