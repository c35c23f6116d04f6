namespace Bench.Scenarios;

/// <summary>How the other figures change with more data, more instances and a safer disk.</summary>
internal sealed class Growth : Scenario
{
    private static readonly TimeSpan _longestWarmUp = TimeSpan.FromSeconds(15);

    private static readonly Scenario[] _scenarios =
        [new Post(), new Settle(), new DrainInventory(), new DrainPayment(), new RoundTrip()];

    public override string Name => "growth";

    public override string About => """
        The first five again: with 10 times the products, orders and entries, with 2 and 4 instances of
        each service, and with the append-only file of all servers synced every second and always.
        The warm-up of settle is at most 15 seconds, in which 4 instances do not get warm: it takes half an
        hour so. For one setup all warm, run settle by itself with --stored, --instances or --aof.
        """;

    public override async Task<IReadOnlyList<Measurement>> RunAsync(BenchOptions options)
    {
        options = options with { WarmUp = options.WarmUp < _longestWarmUp ? options.WarmUp : _longestWarmUp };
        (string Setup, BenchOptions Options)[] setups =
        [
            ("as given", options),
            ("10 x data", options with
            {
                Products = options.Products * 10,
                Stored = options.Stored * 10,
                Entries = options.Entries * 10,
            }),
            ("2 instances", options with { Instances = 2 }),
            ("4 instances", options with { Instances = 4 }),
            ("AOF everysec", options with { Aof = "everysec" }),
            ("AOF always", options with { Aof = "always" }),
        ];
        var all = new List<Measurement>();
        foreach (var (setup, varied) in setups)
        {
            foreach (var scenario in _scenarios)
            {
                await Console.Error.WriteLineAsync($"{setup}, {scenario.Name} ...");
                all.AddRange((await scenario.RunAsync(varied)).Select(
                    measurement => measurement with { Figure = $"{setup}, {scenario.Name}: {measurement.Figure}" }));
            }
        }

        return all;
    }
}
