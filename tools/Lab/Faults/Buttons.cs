using Chaos;
using Chaos.Faults;

namespace Lab.Faults;

/// <summary>The faults of the page, each of them one that <c>tools/Chaos</c> strikes with.</summary>
internal static class Buttons
{
    public static IReadOnlyList<Button> For(Site site)
    {
        var faults = FaultKinds.Of(site, new ProcessFaults(site), new NewerVersion(site))
            .ToDictionary(fault => fault.Kind);
        return
        [
            .. Service("Inventory"),
            .. Service("Payment"),
            .. Some("Gateway", "Hangs for one, 15 s", "An instance of Payment waits for a gateway that hangs.", 15,
                "gateway-hangs", "payment-1"),
            .. Some("Gateway", "Declines for one, 15 s", "An instance of Payment has every charge declined.", 15,
                "gateway-declines", "payment-1"),
            .. Some("Broker", "FLUSHALL", "The broker was flushed: streams, groups and receipts are gone.", 0,
                "broker-flush"),
            .. Some("Broker", "Kill it, 5 s", "The broker was killed with SIGKILL.", 5, "redis-kill", "broker"),
            .. Some("Broker", "Freeze it, 5 s", "The broker stands still.", 5, "redis-freeze", "broker"),
            .. Some("Broker", "Poison", "Entries that nobody can read were added to a stream.", 0, "poison"),
            .. Store("Inventory"),
            .. Store("Payment"),
            .. Some("Stores", "A master fails over", "A replica takes the place of its master.", 0,
                "cluster-failover"),
            .. Some("Stores", "A master fails over", "A replica takes the place of its master.", 0,
                "sentinel-failover"),
            .. Some("Stores", "Kill a master, 5 s", "A master was killed with SIGKILL.", 5, "master-kill"),
            .. Some("Stores", "Kill a shard, 5 s", "A master and its replica were killed.", 5, "shard-dead"),
            .. Some("Stores", "Move a slot", "A slot moves to another master.", 0, "slot-move"),
            .. Some("Network", "Cut Inventory off, 10 s", "Nothing passes between Inventory and the broker.",
                10, "link-black-hole", "inventory-1-broker", "inventory-2-broker"),
            .. Some("Network", "Slow Payment's, 10 s", "The network between Payment and the broker is slow.",
                10, "link-delay", "payment-1-broker", "payment-2-broker"),
            .. Some("Clocks", "Inventory's jumps, 10 s", "The clock of an instance of Inventory is wrong by days.", 10,
                "clock-service", "inventory-1"),
            .. Some("Clocks", "The broker's jumps, 10 s", "The clock of the broker is wrong by days.", 10,
                "clock-broker"),
        ];

        IEnumerable<Button> Service(string name)
        {
            var (one, both) = ($"{Name(name)}-1", (string[])[$"{Name(name)}-1", $"{Name(name)}-2"]);
            return
            [
                .. Some(name, "Kill both", $"Both instances of {name} were killed with SIGKILL.", null, "absence",
                    Name(name)),
                .. Some(name, "Kill one, 5 s", $"An instance of {name} was killed with SIGKILL.", 5, "kill", one),
                .. Some(name, "Stop both, 10 s", $"Both instances of {name} stand still (SIGSTOP).", 10, "zombie",
                    both),
            ];
        }

        IEnumerable<Button> Store(string name) =>
        [
            .. Some("Stores", $"Kill {name}'s, 5 s", $"{name}'s store was killed with SIGKILL.", 5, "redis-kill",
                $"{Name(name)}-store"),
            .. Some("Stores", $"Freeze {name}'s, 5 s", $"{name}'s store stands still.", 5, "redis-freeze",
                $"{Name(name)}-store"),
        ];

        // Nothing, where the topology has no such fault or nothing that it could strike.
        IEnumerable<Button> Some(
            string group, string title, string done, double? seconds, string kind, params string[] names)
        {
            var targets = !faults.TryGetValue(kind, out var fault) ? []
                : fault.Targets.Where(target => names.Length == 0 || names.Contains(target.Name)).ToList();
            if (fault is not null && targets.Count > 0)
            {
                var length = seconds is null ? (TimeSpan?)null : TimeSpan.FromSeconds(seconds.Value);
                var id = $"{kind}-{Name(names.FirstOrDefault() ?? group)}";
                yield return new(
                    id, group, title, done, length, seconds is null ? $"Start {group}" : "Mend it now", fault, targets);
            }
        }

        static string Name(string title) => title.ToLowerInvariant();
    }
}
