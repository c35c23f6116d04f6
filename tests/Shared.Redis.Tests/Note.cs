using Shared.Contracts;

namespace Shared.Redis.Tests;

/// <summary>The smallest message there can be: it is unreadable without its text.</summary>
public sealed record Note(string Text) : IStreamMessage<Note>
{
    public const string Receipts = "{notes}:receipts:readers";

    public static string Stream => "notes";

    public static string Group => "readers";

    public static string KeyField => "text";

    public static Note? Read(IReadOnlyDictionary<string, string> fields) =>
        fields.GetValueOrDefault("text") is { } text ? new Note(text) : null;

    public IEnumerable<KeyValuePair<string, string>> Write() => [new("text", Text)];
}
