using System.Diagnostics;
using Audit;
using Simulation;

if (Arguments.Parse(args) is not { } arguments)
{
    Console.WriteLine(Arguments.Help);
    return args is ["-h" or "--help", ..] ? 0 : 2;
}

await using var servers = await Servers.StartAsync();
return arguments.Sabotage == "all" ? await SabotageAllAsync() : await RunSeedsAsync();

async Task<int> RunSeedsAsync()
{
    var watch = Stopwatch.StartNew();
    var (faults, steps, broken) = (new Tally(), 0L, 0);
    foreach (var seed in Enumerable.Range(arguments.FirstSeed, arguments.Seeds))
    {
        var result = await Run.SeedAsync(servers, seed, arguments.Orders, arguments.Sabotage);
        Console.WriteLine(result);
        faults.Add(result.Faults);
        steps += result.Steps;
        if (result.Broken.Count > 0)
        {
            broken++;
            Console.WriteLine(Report.Table(result.Broken));
        }
    }

    Console.WriteLine(FormattableString.Invariant($"""
        {arguments.Seeds} seeds x {arguments.Orders} orders, {steps} steps in {watch.Elapsed.TotalSeconds:0} s
        {faults}
        seeds with violations: {broken}
        """));
    return broken > 0 ? 1 : 0;
}

async Task<int> SabotageAllAsync()
{
    Console.WriteLine("| sabotage | what it does | seeds run | seeds with violations | first kind of violation |");
    Console.WriteLine("|---|---|--:|--:|---|");
    var unnoticed = 0;
    foreach (var sabotage in Sabotage.All)
    {
        var results = new List<Result>();
        foreach (var seed in Enumerable.Range(arguments.FirstSeed, arguments.Seeds))
        {
            results.Add(await Run.SeedAsync(servers, seed, arguments.Orders, sabotage.Name));
        }

        var broken = results.Where(result => result.Broken.Count > 0).ToList();
        var kind = broken.Count > 0 ? broken[0].Broken[0].Invariant : "none";
        Console.WriteLine($"| {sabotage.Name} | {sabotage.Description} | {results.Count} | {broken.Count} | {kind} |");
        unnoticed += broken.Count == 0 ? 1 : 0;
    }

    return unnoticed > 0 ? 1 : 0;
}
