using Audit;
using Chaos;

namespace Lab.Books;

/// <summary>
/// Reads what both services remember, while they work. Orders that are final are read again in turns, as one that was
/// final and is not any more is what must never happen.
/// </summary>
internal sealed class Bookkeeper(Site site, Journal journal)
{
    private const int ReadAgain = 4000;
    private const int AtOnce = 500;

    private readonly Dictionary<string, OrderLine> _lines = [];
    private readonly Queue<string> _turns = [];
    private readonly List<string> _changed = [];

    /// <summary>
    /// Reads and adds up. Stock is read before the orders and after them: whatever was taken before is known of an order
    /// that is read afterwards, and what an order has taken is in the stock that is read later.
    /// </summary>
    public async Task<Statement> ReadAsync()
    {
        var installation = site.Installation;
        var acknowledged = journal.Read();
        var before = await Ledger.ReadProductsAsync(installation);
        foreach (var id in acknowledged.Concat(await Ledger.ListOrdersAsync(installation)))
        {
            _lines.TryAdd(id, OrderLine.Unread);
        }

        var open = _lines.Where(line => !line.Value.IsFinal).Select(line => line.Key);
        foreach (var ids in open.Concat(NextTurn()).Distinct().ToList().Chunk(AtOnce))
        {
            var read = await Task.WhenAll(ids.Select(id => OrderLine.ReadAsync(installation, id)));
            foreach (var (id, line) in ids.Zip(read))
            {
                Enter(id, line);
            }
        }

        var after = await Ledger.ReadProductsAsync(installation);
        return Statement.Of(_lines, before, after, _changed);
    }

    private void Enter(string id, OrderLine line)
    {
        var known = _lines[id];
        if (known.IsFinal && (known.State, known.HasStock) != (line.State, line.HasStock))
        {
            _changed.Add($"{id} was {known.State} for good, and is {line.State}");
        }

        if (!known.IsFinal && line.IsFinal)
        {
            _turns.Enqueue(id);
        }

        _lines[id] = line;
    }

    private List<string> NextTurn()
    {
        var turn = new List<string>();
        while (turn.Count < ReadAgain && _turns.TryDequeue(out var id))
        {
            turn.Add(id);
        }

        turn.ForEach(_turns.Enqueue);
        return turn;
    }
}
