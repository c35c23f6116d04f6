namespace Bench;

/// <summary>Posted orders and the processor time they took.</summary>
internal sealed record Posts(Answers Answers, Cpu Cpu)
{
    public static Posts None { get; } = new(new Answers([], default), default);

    public Cost Cost => new(Cpu, Answers.Accepted);

    public static Posts operator +(Posts one, Posts other) => new(one.Answers + other.Answers, one.Cpu + other.Cpu);

    public static async Task<Posts> MeasureAsync(ITarget target, string[] productIds, TimeSpan duration)
    {
        using var generator = await target.ConnectAsync(productIds);
        var before = await target.CpuAsync();
        var answers = await generator.RunAsync(duration);
        return new(answers, await target.CpuAsync() - before);
    }
}
