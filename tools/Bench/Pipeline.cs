namespace Bench;

/// <summary>Many commands on one connection, with thousands under way at once.</summary>
internal static class Pipeline
{
    private const int ChunkSize = 1000;

    public static async Task RunAsync<T>(IEnumerable<T> items, Func<T, Task> run)
    {
        var before = Task.CompletedTask;
        foreach (var chunk in items.Chunk(ChunkSize))
        {
            var next = Task.WhenAll(chunk.Select(run));
            await before;
            before = next;
        }

        await before;
    }
}
