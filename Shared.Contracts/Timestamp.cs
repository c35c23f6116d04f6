using System.Globalization;

namespace Shared.Contracts;

/// <summary>
/// The one text form of a time (RFC 3339): UTC with three digits of a second, so that texts sort as their times do.
/// </summary>
public static class Timestamp
{
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>Formats a time, for example <c>2026-01-31T12:00:00.120Z</c>.</summary>
    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture);
}
