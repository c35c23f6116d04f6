using Shared.Redis.Streams;
using StackExchange.Redis;

namespace Shared.Redis.Consuming;

/// <summary>An entry that was given to this consumer.</summary>
/// <param name="Fields">Its fields; none when it was deleted meanwhile.</param>
/// <param name="Count">Which delivery this is, counted from 1. Only failures for the entry's own sake count.</param>
/// <param name="Size">Size of the entry in bytes.</param>
public sealed record Delivery(RedisValue Id, NameValueEntry[] Fields, int Count, long Size)
{
    /// <summary>
    /// The largest entry that is handled, in bytes. Of a larger one only the beginning of its values is read, so that
    /// no entry is too large to be put aside.
    /// </summary>
    public const int MaxSize = 64 * 1024;

    /// <summary>Of an entry that is too large, so many fields are kept.</summary>
    public const int MaxFields = 32;

    /// <summary>Of an entry that is too large, so many bytes of each name and value are kept.</summary>
    public const int MaxValue = 1000;

    /// <summary>An entry that was delivered for the first time.</summary>
    public static Delivery First(RedisValue id, NameValueEntry[] fields)
    {
        var size = 0L;
        foreach (var field in fields)
        {
            size += field.Name.Length() + field.Value.Length();
        }

        return new Delivery(id, size > MaxSize ? Cut(fields) : fields, Count: 1, size);
    }

    /// <summary>The value of a field, or null.</summary>
    public RedisValue this[string name] => Fields.Find(name);

    // As read_pending.lua does. An id that was cut is still longer than an id may be, so it is never taken for another.
    private static NameValueEntry[] Cut(NameValueEntry[] fields) =>
        [.. fields.Take(MaxFields).Select(field => new NameValueEntry(Cut(field.Name), Cut(field.Value)))];

    private static RedisValue Cut(RedisValue value) =>
        value.Length() <= MaxValue ? value : ((ReadOnlyMemory<byte>)value)[..MaxValue];
}
