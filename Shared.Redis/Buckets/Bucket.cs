using System.Text;
using StackExchange.Redis;

namespace Shared.Redis.Buckets;

/// <summary>
/// One of the sixteen parts of a store. Its text is the hash tag of its keys, so that on Redis Cluster everything
/// that one script touches lies in one slot. Masters that share the slots equally hold equally many buckets: 2, 4, 8
/// and 16 of them exactly, any other number up to sixteen with a difference of one.
/// </summary>
/// <param name="Index">Number of the bucket, from 0 to 15.</param>
public readonly record struct Bucket(int Index)
{
    /// <summary>How many buckets there are. It is part of every stored key and never changes.</summary>
    public const int Count = 16;

    // The slot of a tag is its checksum. The two letters move it to the middle of the bucket's sixteenth of the slots.
    private static readonly string[] _tags =
    [
        "{00td}", "{01ud}", "{02vd}", "{03wd}", "{04pd}", "{05qd}", "{06rd}", "{07sd}",
        "{08ca}", "{09ba}", "{10qn}", "{11pn}", "{12bl}", "{13cl}", "{14un}", "{15tn}",
    ];

    /// <summary>All buckets.</summary>
    public static IReadOnlyList<Bucket> All { get; } =
        [.. Enumerable.Range(0, Count).Select(index => new Bucket(index))];

    /// <summary>The bucket of an id: its FNV-1a hash, which is the same in every process and release.</summary>
    public static Bucket Of(string id)
    {
        var hash = 2166136261u;
        foreach (var octet in Encoding.UTF8.GetBytes(id))
        {
            hash = (hash ^ octet) * 16777619u;
        }

        return new Bucket((int)(hash % Count));
    }

    /// <summary>Reads a hash tag back, for example <c>{07sd}</c>. There are sixteen; any other text is none.</summary>
    public static bool TryParse(string tag, out Bucket bucket)
    {
        bucket = new Bucket(Array.IndexOf(_tags, tag));
        return bucket.Index >= 0;
    }

    /// <summary>A key of this bucket, for example <c>payments:{07sd}</c>.</summary>
    public RedisKey Key(string name) => $"{name}:{this}";

    /// <summary>A key of this bucket for one id, for example <c>order:{07sd}:42</c>.</summary>
    public RedisKey Key(string name, string id) => $"{name}:{this}:{id}";

    /// <summary>The hash tag, for example <c>{07sd}</c>.</summary>
    public override string ToString() => _tags[Index];
}
