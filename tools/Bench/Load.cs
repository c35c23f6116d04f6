using System.Diagnostics;

namespace Bench;

/// <summary>One load from a cold start on, without a pause, and what it achieved while cold and while warm.</summary>
internal sealed record Load(Progress Cold, Progress Warm, Answers Answers)
{
    public static async Task<Load> RunAsync(ITarget target, string[] productIds, BenchOptions options)
    {
        using var generator = await target.ConnectAsync(productIds);
        var clock = Stopwatch.StartNew();
        var answers = generator.RunAsync(options.WarmUp + options.Duration);
        var window = Window.Cold(options.WarmUp);
        var cold = new Progress(await SampleAsync(window.From), await SampleAsync(window.To));
        var warm = await SampleAsync(options.WarmUp);
        var all = await answers;
        return new(cold, new Progress(warm, await SampleAsync(clock.Elapsed)), all);

        // Orders under way count as not settled, at most one for each connection.
        async Task<Sample> SampleAsync(TimeSpan at)
        {
            var wait = at - clock.Elapsed;
            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
            var (cpu, now, accepted) = (target.CpuAsync(), clock.Elapsed, generator.Accepted);
            return new(now, accepted - await target.UnsettledAsync(), await cpu);
        }
    }
}
