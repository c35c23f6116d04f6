using Shared.Contracts;
using Shared.Redis.Consuming;
using Shared.Redis.Streams;

namespace Simulation;

/// <summary>
/// Redrives dead letters whenever it likes, whether or not what failed would work by now, and discards some of those
/// that nobody needs.
/// </summary>
/// <param name="redriven">The orders of those that he has redriven.</param>
internal sealed class Operator(DeadLetters letters, Random random, HashSet<string> redriven)
{
    private const int AtOnce = 100;

    public async Task<bool> PollOnceAsync(CancellationToken cancellationToken)
    {
        var page = await letters.ListAsync(null, AtOnce);

        // No clock here is so wrong that an order is too old: what says that it is stays for the verdict.
        var waiting = page.Items.Where(letter => letter.Reason != "expired").ToList();
        if (waiting.Count == 0)
        {
            return false;
        }

        var letter = waiting[random.Next(waiting.Count)];
        return StreamId.TryParse(letter.Id, out var id) && await HandleAsync(letter, id, cancellationToken);
    }

    private async Task<bool> HandleAsync(DeadLetter letter, StreamId id, CancellationToken cancellationToken)
    {
        if (Garbage.IsIn(letter.Fields) && random.Next(2) == 0)
        {
            return await letters.DiscardAsync(id);
        }

        redriven.Add(letter.Fields.GetValueOrDefault(OrderCompleted.KeyField, ""));
        return (await letters.RedriveAsync(id, cancellationToken)).Outcome == RedriveOutcome.Done;
    }
}
