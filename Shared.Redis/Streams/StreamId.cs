using System.Globalization;

namespace Shared.Redis.Streams;

/// <summary>Id of a stream entry: milliseconds since 1970 on the server's clock, and a sequence number.</summary>
/// <param name="Sequence">Counts the entries of that millisecond.</param>
public readonly record struct StreamId(long Milliseconds, long Sequence)
{
    /// <summary>When the entry was added.</summary>
    public DateTimeOffset Time => DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds);

    /// <summary>Reads an id as Redis writes it.</summary>
    /// <param name="text">For example <c>1795000000000-0</c>.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out StreamId id)
    {
        var dash = text.IndexOf('-');
        if (dash > 0
            && long.TryParse(text[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && long.TryParse(text[(dash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
        {
            id = new StreamId(milliseconds, sequence);
            return true;
        }

        id = default;
        return false;
    }

    /// <summary>Reads an id of which it is known that Redis wrote it.</summary>
    /// <exception cref="FormatException">It did not.</exception>
    public static StreamId Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var id) ? id : throw new FormatException("Not the id of an entry.");

    /// <summary>Whether this entry comes behind another one of the same stream.</summary>
    public bool IsAfter(StreamId other) => (Milliseconds, Sequence).CompareTo((other.Milliseconds, other.Sequence)) > 0;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Milliseconds}-{Sequence}");
}
