namespace Bench;

/// <summary>The processor time that so many orders took.</summary>
internal sealed record Cost(Cpu Cpu, double Orders)
{
    /// <summary>What one order cost somebody, beside what it cost him in a floor.</summary>
    public Measurement Of(string who, Func<Cpu, TimeSpan> used, Cost? floor = null) =>
        new($"CPU of {who}, us per order", PerOrder(used), floor?.PerOrder(used));

    private double PerOrder(Func<Cpu, TimeSpan> used) => used(Cpu).TotalMicroseconds / Orders;
}
