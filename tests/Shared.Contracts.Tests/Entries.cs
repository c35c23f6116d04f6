using System.Text.Json;

namespace Shared.Contracts.Tests;

/// <summary>Stream entries as the tests see them: flat fields, all text.</summary>
internal static class Entries
{
    /// <summary>The example of the documentation: two units at 19.99 with a fee of 20 %.</summary>
    public static OrderCompleted Order { get; } = new()
    {
        OrderId = "0197c2",
        ProductId = "0197c1",
        Price = 19.99m,
        Fee = 8.00m,
        Total = 47.98m,
        Quantity = 2,
        Status = "completed",
        OccurredAt = new DateTimeOffset(2026, 1, 31, 13, 5, 9, 70, TimeSpan.FromHours(1)),
        TraceParent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    };

    /// <summary>What <see cref="Order"/> looks like on the wire.</summary>
    public static KeyValuePair<string, string>[] OnTheWire { get; } =
    [
        new("pk", "0197c2"),
        new("product_id", "0197c1"),
        new("price", "19.99"),
        new("fee", "8"),
        new("total", "47.98"),
        new("quantity", "2"),
        new("status", "completed"),
        new("occurred_at", "2026-01-31T12:05:09.070Z"),
        new("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
    ];

    /// <summary>The fields of an entry without what nobody but the order needs, with some of them replaced.</summary>
    public static Dictionary<string, string> With(params (string Name, string Value)[] fields)
    {
        var entry = new Dictionary<string, string>
        {
            ["pk"] = "o",
            ["product_id"] = "p",
            ["quantity"] = "2",
            ["price"] = "10",
        };
        foreach (var (name, value) in fields)
        {
            entry[name] = value;
        }

        return entry;
    }

    public static Dictionary<string, string> Without(string name)
    {
        var entry = With();
        entry.Remove(name);
        return entry;
    }

    /// <summary>Entries that were recorded from the running Python sample.</summary>
    public static Dictionary<string, string>[] RecordedFrom(string stream)
    {
        using var file = typeof(Entries).Assembly.GetManifestResourceStream($"{stream}.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, string>[]>(file)!;
    }
}
