using FsCheck;
using FsCheck.Fluent;

namespace Simulation.Tests.Sequences;

/// <summary>What is done in a step.</summary>
public enum Deed
{
    Create,
    Order,
    OrderAtAnotherPrice,
    Restock,
    Reprice,
    Delete,

    /// <summary>A client sends an earlier request again, with its idempotency key.</summary>
    SendAgain,

    /// <summary>The streams bring what became of an order again.</summary>
    DeliverAgain,

    /// <summary>All loops run until nothing is under way.</summary>
    Settle,
}

/// <summary>One step of a sequence.</summary>
/// <param name="Deed">What is done.</param>
/// <param name="Which">Which product, request or order it concerns, counted from the first and around.</param>
/// <param name="Amount">Units or cents, from 1.</param>
public sealed record Step(Deed Deed, int Which, int Amount)
{
    private const int Most = 9;

    /// <summary>Any step; it shrinks to the first thing and to one unit.</summary>
    public static Arbitrary<Step> Any { get; } = Arb.From(
        from deed in Gen.Frequency(
            (3, Gen.Elements(Deed.Create, Deed.SendAgain, Deed.Settle)),
            (2, Gen.Elements(Deed.Order, Deed.DeliverAgain)),
            (2, Gen.Elements(Deed.OrderAtAnotherPrice, Deed.Restock, Deed.Reprice, Deed.Delete)))
        from which in Gen.Choose(0, Most)
        from amount in Gen.Choose(1, Most)
        select new Step(deed, which, amount),
        step => step.Smaller());

    public override string ToString() => $"{Deed}({Which}, {Amount})";

    private IEnumerable<Step> Smaller()
    {
        foreach (var which in new[] { 0, Which - 1 }.Where(which => which >= 0 && which < Which).Distinct())
        {
            yield return this with { Which = which };
        }

        int[] amounts = [1, Amount / 2, Amount - 1];
        foreach (var amount in amounts.Where(amount => amount >= 1 && amount < Amount).Distinct())
        {
            yield return this with { Amount = amount };
        }
    }
}
