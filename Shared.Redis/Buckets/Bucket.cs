using System.Globalization;
using System.Text;
using StackExchange.Redis;

namespace Shared.Redis.Buckets;

/// <summary>
/// One of the sixteen parts of a store. Its text is the hash tag of its keys, so that on Redis Cluster everything
/// that one script touches lies in one slot while the store as a whole spreads over all nodes.
/// </summary>
/// <param name="Index">Number of the bucket, from 0 to 15.</param>
public readonly record struct Bucket(int Index)
{
    /// <summary>How many buckets there are. It is part of every stored key and never changes.</summary>
    public const int Count = 16;

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

    /// <summary>A key of this bucket, for example <c>payments:{07}</c>.</summary>
    public RedisKey Key(string name) => $"{name}:{this}";

    /// <summary>A key of this bucket for one id, for example <c>order:{07}:42</c>.</summary>
    public RedisKey Key(string name, string id) => $"{name}:{this}:{id}";

    /// <summary>The hash tag, for example <c>{07}</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{{{Index:00}}}");
}
