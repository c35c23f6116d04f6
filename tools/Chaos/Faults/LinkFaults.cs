namespace Chaos.Faults;

/// <summary>What happens to the network between one instance and one Redis.</summary>
internal sealed class LinkFaults(Site site)
{
    public IEnumerable<Fault> All() =>
    [
        For("link-reset", (link, _) => link.Reset()),
        For("link-refuse", (link, _) => link.Refuse()),
        For("link-black-hole", (link, _) => link.Hold(requests: true, replies: true)),
        For("link-requests-lost", (link, _) => link.Hold(requests: true, replies: false)),
        For("link-replies-lost", (link, _) => link.Hold(requests: false, replies: true)),
        // Sometimes longer than the services wait: every command takes effect, and none is answered in time.
        For("link-delay", (link, random) => link.Delay(TimeSpan.FromMilliseconds(random.Next(2) == 0 ? 100 : 1500))),
    ];

    private Fault For(string kind, Action<Link, Random> cut) =>
        Fault.On(kind, site.Present.SelectMany(instance => instance.Links), async (link, strike) =>
        {
            cut(link, strike.Random);
            await strike.LastAsync(2, 8);
            link.Heal(reset: strike.Random.Next(2) == 0);
        });
}
