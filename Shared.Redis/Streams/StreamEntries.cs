using System.Text;
using StackExchange.Redis;

namespace Shared.Redis.Streams;

/// <summary>The fields of stream entries.</summary>
internal static class StreamEntries
{
    /// <summary>The fields by name. Of a name that occurs twice the last one counts.</summary>
    public static Dictionary<string, string> ByName(this NameValueEntry[] fields)
    {
        var byName = new Dictionary<string, string>(fields.Length);
        foreach (var field in fields)
        {
            byName[field.Name.ToString()] = field.Value.ToString();
        }

        return byName;
    }

    /// <summary>The value of a field, or null.</summary>
    public static RedisValue Find(this NameValueEntry[] fields, string name)
    {
        RedisValue octets = Encoding.UTF8.GetBytes(name); // With text, the client would decode each name to compare it.
        foreach (var field in fields)
        {
            if (field.Name == octets)
            {
                return field.Value;
            }
        }

        return RedisValue.Null;
    }

    /// <summary>Pairs the names and values of a raw reply.</summary>
    public static NameValueEntry[] Pairs(RedisResult namesAndValues)
    {
        var flat = (RedisValue[])namesAndValues!;
        var fields = new NameValueEntry[flat.Length / 2];
        for (var i = 0; i < fields.Length; i++)
        {
            fields[i] = new(flat[2 * i], flat[(2 * i) + 1]);
        }

        return fields;
    }
}
