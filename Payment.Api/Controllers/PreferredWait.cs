using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;
using Payment.Api.Orders;
using Shared.Redis.Connections;

namespace Payment.Api.Controllers;

/// <summary>Lets a client wait for an order with <c>Prefer: wait=N</c> (RFC 7240, section 4.3).</summary>
public static partial class PreferredWait
{
    private const int MaxSeconds = 30;

    /// <summary>Waits for another state as long as the request prefers, and says so in the response.</summary>
    /// <param name="order">The order as it is known.</param>
    /// <returns>The order as it is then; as it was known when Redis cannot be asked any more.</returns>
    public static async Task<Order> WaitAsPreferredAsync(
        this ControllerBase controller, OrderWatch watch, Order order, string? prefer)
    {
        if (Seconds(prefer) is not { } seconds)
        {
            return order;
        }

        var (http, patience) = (controller.HttpContext, TimeSpan.FromSeconds(seconds));
        http.Response.Headers["Preference-Applied"] = $"wait={seconds}";
        try
        {
            return await watch.WaitForChangeAsync(order, patience, http.RequestAborted);
        }
        catch (Exception fault) when (RedisFaults.IsUnavailable(fault))
        {
            return order;
        }
    }

    /// <summary>
    /// Reads the header. What is malformed or unknown in it is ignored, and of several waits the first one counts
    /// (section 2).
    /// </summary>
    /// <param name="prefer">All of its values, separated by commas.</param>
    /// <returns>How long to wait, in seconds; <see langword="null"/> when nothing says so.</returns>
    public static int? Seconds(string? prefer)
    {
        if (prefer is null)
        {
            return null;
        }

        var wait = Preferences().Matches(prefer)
            .Select(match => match.Groups["wait"])
            .FirstOrDefault(group => group.Success);
        if (wait is null)
        {
            return null;
        }

        var isInt = int.TryParse(wait.ValueSpan, CultureInfo.InvariantCulture, out var seconds);
        return isInt ? Math.Min(seconds, MaxSeconds) : MaxSeconds;
    }

    // Either a quoted string, so that nothing within one is found, or a wait with whatever parameters behind it.
    [GeneratedRegex("""
        (?<=^|,)[ \t]*(?i:wait)[ \t]*=[ \t]*("?)(?<wait>[0-9]+)\1[ \t]*(?=[,;]|$) | "(\\.|[^"\\])*"
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Preferences();
}
