namespace Shared.Redis.Settings;

/// <summary>How near a name is to those that it may have been meant for.</summary>
internal static class Likeness
{
    /// <summary>The nearest of some names, and how many letters have to be changed, added or left out.</summary>
    public static (string Name, int Distance) Nearest(string text, IEnumerable<string> names) =>
        names.Select(name => (Name: name, Distance: Distance(text.ToUpperInvariant(), name.ToUpperInvariant())))
            .MinBy(name => name.Distance);

    /// <summary>Whether a key is a setting's path but for what parts its names: <c>RateLimit_PerSecond</c>.</summary>
    public static bool IsSameButForSeparators(string key, string path) =>
        Letters(key).Equals(Letters(path), StringComparison.OrdinalIgnoreCase);

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit));

    // Of Levenshtein: the row of the table that belongs to the letters so far.
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        foreach (var letter in one)
        {
            var diagonal = row[0]++;
            for (var i = 1; i <= other.Length; i++)
            {
                var change = diagonal + (letter == other[i - 1] ? 0 : 1);
                diagonal = row[i];
                row[i] = Math.Min(change, Math.Min(row[i - 1], diagonal) + 1);
            }
        }

        return row[^1];
    }
}
