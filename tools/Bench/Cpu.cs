namespace Bench;

/// <summary>Processor time by who used it.</summary>
internal readonly record struct Cpu(
    TimeSpan Payment,
    TimeSpan Inventory,
    TimeSpan PaymentStore,
    TimeSpan InventoryStore,
    TimeSpan Broker,
    TimeSpan Generator)
{
    public TimeSpan Redis => PaymentStore + InventoryStore + Broker;

    /// <summary>Of what is measured, that is without the generator.</summary>
    public TimeSpan Measured => Payment + Inventory + Redis;

    public static Cpu operator +(Cpu one, Cpu other) => new(
        one.Payment + other.Payment,
        one.Inventory + other.Inventory,
        one.PaymentStore + other.PaymentStore,
        one.InventoryStore + other.InventoryStore,
        one.Broker + other.Broker,
        one.Generator + other.Generator);

    public static Cpu operator -(Cpu one, Cpu other) => new(
        one.Payment - other.Payment,
        one.Inventory - other.Inventory,
        one.PaymentStore - other.PaymentStore,
        one.InventoryStore - other.InventoryStore,
        one.Broker - other.Broker,
        one.Generator - other.Generator);
}
