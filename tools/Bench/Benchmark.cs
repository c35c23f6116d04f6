namespace Bench;

/// <summary>Runs scenarios one after the other.</summary>
internal static class Benchmark
{
    public static async Task<Table> RunAsync(BenchOptions options)
    {
        var table = new Table();
        foreach (var scenario in options.Scenarios)
        {
            await Console.Error.WriteLineAsync($"{scenario.Name} ...");
            table.Add(scenario.Name, await scenario.RunAsync(options));
        }

        return table;
    }
}
