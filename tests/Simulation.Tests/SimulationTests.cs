using System.Reflection;
using Audit;
using Inventory.Api.Products;
using Payment.Api.Orders;
using Shared.Redis.Connections;

namespace Simulation.Tests;

/// <summary>The short form of the simulation. The program runs as many seeds as one likes.</summary>
public sealed class SimulationTests
{
    private const int Orders = 200;

    private Servers _servers = null!;

    [OneTimeSetUp]
    public async Task StartServers() => _servers = await Servers.StartAsync();

    [OneTimeTearDown]
    public async Task StopServers() => await _servers.DisposeAsync();

    [Test]
    public async Task Every_invariant_holds_whatever_goes_wrong([Range(1, 20)] int seed)
    {
        var result = await Run.SeedAsync(_servers, seed, Orders);

        TestContext.Out.WriteLine(result);
        Assert.That(result.Broken, Is.Empty, () => Report.Table(result.Broken));
    }

    [Test]
    public async Task A_seed_replays([Values(1, 2)] int seed)
    {
        var first = await PlayAsync();

        Assert.That(await PlayAsync(), Is.EqualTo(first));

        async Task<(uint Trace, long Steps, string Outcomes)> PlayAsync()
        {
            var result = await Run.SeedAsync(_servers, seed, Orders);
            return (result.Trace, result.Steps, result.Outcomes);
        }
    }

    [Test]
    public void What_a_sabotage_takes_out_of_scripts_is_in_one_at_least()
    {
        Assembly[] homes = [typeof(Script).Assembly, typeof(IProductStore).Assembly, typeof(IOrderStore).Assembly];
        var scripts = homes.SelectMany(Texts).ToList();
        foreach (var (text, _) in Sabotage.All.Select(sabotage => sabotage.Edit))
        {
            Assert.That(scripts.Count(script => script.Contains(text)), Is.Positive, text);
        }
    }

    [TestCase("delete-on-publish", Description = "loses orders")]
    [TestCase("no-marker", Description = "takes stock twice")]
    [TestCase("impatient-marks", Description = "floods the stream of a consumer that is away")]
    [TestCase("finishing-needs-memory", Description = "strands what was accepted")]
    [TestCase("other-group-releases", Description = "loses what another group has to hear")]
    [TestCase("any-receipt-confirms", Description = "tells customers of refused orders that they are final")]
    public async Task A_mechanism_with_a_part_taken_away_is_found_out(string sabotage)
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            if ((await Run.SeedAsync(_servers, seed, Orders, sabotage)).Broken.Count > 0)
            {
                Assert.Pass($"found out with seed {seed}");
            }
        }

        Assert.Fail("Twenty seeds found nothing.");
    }

    private static IEnumerable<string> Texts(Assembly home) =>
        from name in home.GetManifestResourceNames()
        where name.EndsWith(".lua", StringComparison.Ordinal)
        select new StreamReader(home.GetManifestResourceStream(name)!).ReadToEnd();
}
