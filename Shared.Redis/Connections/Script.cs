using StackExchange.Redis;

namespace Shared.Redis.Connections;

/// <summary>
/// A Lua script that is embedded beside the class that runs it; the client loads it and calls it by its hash.
/// </summary>
public sealed class Script
{
    private readonly string _text;

    private Script(string text) => _text = text;

    /// <summary>Reads an embedded script.</summary>
    /// <typeparam name="TOwner">A class of the assembly that embeds the script.</typeparam>
    /// <param name="name">Name of the file without <c>.lua</c>.</param>
    /// <exception cref="InvalidOperationException">No such script is embedded.</exception>
    public static Script Load<TOwner>(string name) => new(Embedded.Text<TOwner>($"{name}.lua"));

    /// <summary>Runs the script.</summary>
    /// <param name="keys">Its <c>KEYS</c>, all of one hash slot.</param>
    public Task<RedisResult> RunAsync(IDatabase database, RedisKey[] keys, params RedisValue[] arguments) =>
        database.ScriptEvaluateAsync(_text, keys, arguments);
}
