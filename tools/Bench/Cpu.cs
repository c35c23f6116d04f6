namespace Bench;

/// <summary>Processor time by whom it was used.</summary>
internal sealed record Cpu(TimeSpan Payment, TimeSpan Inventory, TimeSpan Redis, TimeSpan Generator)
{
    public static Cpu None { get; } = new(default, default, default, default);

    public static Cpu operator +(Cpu one, Cpu other) => new(
        one.Payment + other.Payment,
        one.Inventory + other.Inventory,
        one.Redis + other.Redis,
        one.Generator + other.Generator);

    public static Cpu operator -(Cpu one, Cpu other) => new(
        one.Payment - other.Payment,
        one.Inventory - other.Inventory,
        one.Redis - other.Redis,
        one.Generator - other.Generator);

    /// <summary>What one order cost each of them, beside what a floor cost.</summary>
    public IEnumerable<Measurement> PerOrder(double orders, Cpu? floor = null, double floorOrders = 1)
    {
        (string Name, Func<Cpu, TimeSpan> Of)[] processes =
        [
            ("Payment", cpu => cpu.Payment), ("Inventory", cpu => cpu.Inventory),
            ("Redis", cpu => cpu.Redis), ("the generator", cpu => cpu.Generator),
        ];
        return processes.Where(process => process.Of(this) > TimeSpan.Zero).Select(process => new Measurement(
            $"CPU of {process.Name}, us per order",
            process.Of(this).TotalMicroseconds / orders,
            floor is null ? null : process.Of(floor).TotalMicroseconds / floorOrders));
    }
}
