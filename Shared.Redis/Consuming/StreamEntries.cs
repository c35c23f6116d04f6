using StackExchange.Redis;

namespace Shared.Redis.Consuming;

/// <summary>Stream entries as text.</summary>
internal static class StreamEntries
{
    /// <summary>The fields by name. Of a name that occurs twice the last one counts.</summary>
    public static Dictionary<string, string> ToFields(this StreamEntry entry)
    {
        var fields = new Dictionary<string, string>(entry.Values.Length);
        foreach (var field in entry.Values)
        {
            fields[field.Name.ToString()] = field.Value.ToString();
        }

        return fields;
    }
}
