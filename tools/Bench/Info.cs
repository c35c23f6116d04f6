using System.Globalization;
using Testing;

namespace Bench;

/// <summary>Reads what a Redis server says of itself.</summary>
internal static class Info
{
    /// <summary>A number of <c>INFO</c>.</summary>
    public static async Task<double> ReadInfoAsync(this RedisServer server, string section, string name)
    {
        var fields = (await server.Server.InfoAsync(section)).Single();
        return double.Parse(fields.Single(field => field.Key == name).Value, CultureInfo.InvariantCulture);
    }
}
