using Redis.OM;
using Redis.OM.Contracts;
using StackExchange.Redis;

namespace Inventory.Search.RedisOm.Tests;

/// <summary>Keeps the commands as text, and answers each as it is told: with a result, or as Redis.OM wraps a refusal.</summary>
internal sealed class RecordingConnection(params object[] answers) : IRedisConnection
{
    public List<string> Commands { get; } = [];

    public Task<RedisReply> ExecuteAsync(string command, params object[] args)
    {
        Commands.Add($"{command} {string.Join(' ', args)}");
        return answers[Commands.Count - 1] switch
        {
            RedisException refusal => throw new InvalidOperationException($"{refusal.Message} {Commands[^1]}", refusal),
            var answer => Task.FromResult(new RedisReply((RedisResult)answer)),
        };
    }

    public RedisReply Execute(string command, params object[] args) => throw new NotSupportedException();

    public Task<RedisReply[]> ExecuteInTransactionAsync(Tuple<string, object[]>[] commandArgsTuples) =>
        throw new NotSupportedException();

    public RedisReply[] ExecuteInTransaction(Tuple<string, object[]>[] commandArgsTuples) =>
        throw new NotSupportedException();

    public void Dispose()
    {
    }
}
