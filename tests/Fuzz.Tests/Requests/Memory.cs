using System.Text.Json;
using Fuzz.Tests.Answers;

namespace Fuzz.Tests.Requests;

/// <summary>What the service said so far, so that requests meet what is really there.</summary>
internal sealed class Memory
{
    private readonly Dictionary<string, List<string>> _known = [];

    /// <summary>What is known of this name: ids by collection, entity tags by address, cursors and keys.</summary>
    public IReadOnlyList<string> this[string name] => _known.GetValueOrDefault(name, []);

    public void Learn(Request request, Answer answer)
    {
        if (answer.Status is < 200 or > 299 || request.Operation is not { Collection: var collection })
        {
            return;
        }

        foreach (var tag in answer.Header("ETag"))
        {
            Add($"/{collection}/{Id(answer)}", tag);
        }

        foreach (var link in answer.Header("Link"))
        {
            Add($"cursor of {collection}", link.Split("cursor=")[1].Split('>')[0]);
        }

        foreach (var key in request.Header("Idempotency-Key"))
        {
            Add("Idempotency-Key", key);
        }

        foreach (var id in Ids(answer).Except(this[collection]).ToList())
        {
            Add(collection, id);
        }
    }

    private static string? Id(Answer answer) => Ids(answer).FirstOrDefault();

    private static IEnumerable<string> Ids(Answer answer)
    {
        if (!answer.IsJson || answer.Body.Length == 0)
        {
            return [];
        }

        var root = JsonElement.Parse(answer.Body);
        var items = root.ValueKind == JsonValueKind.Array ? root.EnumerateArray() : (IEnumerable<JsonElement>)[root];
        return items.Where(item => item.TryGetProperty("id", out _))
            .Select(item => item.GetProperty("id").GetString()!);
    }

    private void Add(string name, string value)
    {
        if (!_known.TryGetValue(name, out var values))
        {
            _known.Add(name, values = []);
        }

        values.Add(value);
    }
}
