using System.Globalization;
using Chaos.Clocks;
using StackExchange.Redis;
using Testing;

namespace Chaos;

/// <summary>A redis-server with its data on disk, and a connection to it that no link disturbs.</summary>
internal sealed class RedisNode(ChildProcess process, DirectoryInfo folder, string fsync) : IStore
{
    private static readonly string _executable = Environment.GetEnvironmentVariable("REDIS_SERVER") ?? "redis-server";

    private readonly DirectoryInfo _data = folder.CreateSubdirectory(process.Name);
    private ConnectionMultiplexer? _connection;

    public string Name => process.Name;

    public Clock Clock => process.Clock;

    public int Port { get; } = Ports.Free();

    public string ConnectionString => $"127.0.0.1:{Port}";

    public IDatabase Database => _connection!.GetDatabase();

    public IServer Server => _connection!.GetServer(ConnectionString);

    public async Task StartAsync(CancellationToken stop)
    {
        if (!process.Runs)
        {
            process.Start(_executable,
            [
                "--port", $"{Port}", "--bind", "127.0.0.1", "--dir", _data.FullName,
                "--save", "", "--appendonly", "yes", "--appendfsync", fsync, "--maxmemory-policy", "noeviction",
            ]);
        }

        _connection ??= await ConnectionMultiplexer.ConnectAsync(
            $"127.0.0.1:{Port},abortConnect=false,allowAdmin=true,connectTimeout=1000,asyncTimeout=15000,tiebreaker=");
        await Patience.UntilAsync($"{Name} answers", TimeSpan.FromSeconds(30), AnswersAsync, stop);
    }

    public async Task HealAsync(CancellationToken stop)
    {
        Clock.Set(TimeSpan.Zero);
        Thaw();
        await StartAsync(stop);
        await Server.ConfigSetAsync("maxmemory", 0);
    }

    public void Kill() => process.Kill();

    public void Freeze() => process.Freeze();

    public void Thaw() => process.Thaw();

    /// <summary>The bytes that count against its limit.</summary>
    public async Task<long> UsedMemoryAsync()
    {
        var memory = await Server.InfoAsync("memory");
        return long.Parse(memory[0].First(line => line.Key == "used_memory").Value, CultureInfo.InvariantCulture);
    }

    /// <summary>Cuts the newest part off what is on disk, as a power failure or a lagging replica does.</summary>
    public void LoseTail(double part)
    {
        var log = _data.GetFiles("*.incr.aof", SearchOption.AllDirectories).OrderBy(file => file.Name).LastOrDefault();
        if (log is { Length: > 0 })
        {
            using var file = log.OpenWrite();
            file.SetLength((long)(log.Length * (1 - part)));
        }
    }

    public async ValueTask DisposeAsync()
    {
        process.Dispose();
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await Database.PingAsync();
            return true;
        }
        catch (Exception fault) when (fault is RedisException or RedisTimeoutException)
        {
            return false; // Starting, or loading its data.
        }
    }
}
