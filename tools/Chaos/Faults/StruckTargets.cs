namespace Chaos.Faults;

/// <summary>What is under a fault just now: no two faults strike one target at a time.</summary>
internal sealed class StruckTargets
{
    private readonly HashSet<ITarget> _struck = [];

    /// <summary>Takes targets for a fault, all or none.</summary>
    public bool TryTake(params IReadOnlyList<ITarget> targets)
    {
        lock (_struck)
        {
            var free = !targets.Any(target => _struck.Overlaps(target.Parts));
            if (free)
            {
                _struck.UnionWith(Parts(targets));
            }

            return free;
        }
    }

    public void Release(params IReadOnlyList<ITarget> targets)
    {
        lock (_struck)
        {
            _struck.ExceptWith(Parts(targets));
        }
    }

    private static IEnumerable<ITarget> Parts(IEnumerable<ITarget> targets) =>
        targets.SelectMany(target => target.Parts);
}
