namespace Bench;

/// <summary>Posted orders and the processor time they took.</summary>
internal sealed record Posts(Answers Answers, Cpu Cpu)
{
    public static Posts None { get; } = new(new Answers([], 0, default), Cpu.None);

    public int Accepted => Answers.Accepted;

    public int Refused => Answers.Refused;

    public double PerSecond => Answers.PerSecond;

    public Latencies Latencies => new(Answers.Times);

    public static Posts operator +(Posts one, Posts other) => new(one.Answers + other.Answers, one.Cpu + other.Cpu);

    public static async Task<Posts> MeasureAsync(Generator generator, Func<Task<Cpu>> cpu, TimeSpan duration)
    {
        var before = await cpu();
        var answers = await generator.RunAsync(duration);
        return new(answers, await cpu() - before);
    }
}
