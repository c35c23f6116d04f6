using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace Testing;

/// <summary>A real redis-server of a test's own, on a free port, with its data in a folder that goes with it.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private static readonly string _executable = Environment.GetEnvironmentVariable("REDIS_SERVER") ?? "redis-server";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("redis-test-");
    private readonly string[] _arguments;
    private Process? _process;
    private bool _isPaused;
    private ConnectionMultiplexer? _connection;

    // What the test's own connection needs to be let in.
    private readonly string _access;

    /// <param name="configuration">What its file says at first; it may write there itself.</param>
    private RedisServer(string[] arguments, string access = "", string configuration = "")
    {
        (_arguments, _access) = (arguments, access);
        File.WriteAllText(ConfigurationFile, configuration);
    }

    public int Port { get; } = Ports.Free();

    public string ConnectionString => $"localhost:{Port}";

    /// <summary>Whether it answers: its process is there, and is not paused.</summary>
    public bool IsUp => !_process!.HasExited && !_isPaused;

    /// <summary>A connection of the test's own, apart from those of the code under test.</summary>
    public IDatabase Database => _connection!.GetDatabase();

    public IServer Server => _connection!.GetServer(ConnectionString);

    private string ConfigurationFile => Path.Combine(_folder.FullName, "redis.conf");

    /// <summary>Starts a server that keeps nothing on disk unless the arguments say otherwise.</summary>
    public static async Task<RedisServer> StartAsync(params string[] arguments)
    {
        var server = new RedisServer(arguments);
        await server.StartProcessAsync();
        return server;
    }

    /// <summary>Starts a server with users, which keeps its data over a restart.</summary>
    /// <param name="accessRules">The file with its users and what they may do.</param>
    /// <param name="credentials">User and password of one who may do everything, for a connection string.</param>
    public static async Task<RedisServer> StartGuardedAsync(string accessRules, string credentials)
    {
        var server = new RedisServer(["--aclfile", accessRules, "--appendonly", "yes"], $",{credentials}");
        await server.StartProcessAsync();
        return server;
    }

    /// <summary>Starts a Sentinel.</summary>
    public static async Task<RedisServer> StartSentinelAsync(string configuration)
    {
        var server = new RedisServer(["--sentinel"], ",$ECHO=", configuration); // It knows no ECHO.
        await server.StartProcessAsync();
        return server;
    }

    /// <summary>Starts a node that belongs to no cluster yet and has no slots.</summary>
    public static Task<RedisServer> StartClusterNodeAsync(params string[] arguments) =>
        StartAsync(["--cluster-enabled", "yes", "--cluster-port", $"{Ports.Free()}", .. arguments]);

    /// <summary>Starts a Redis Cluster of one node, which refuses a script whose keys lie in different slots.</summary>
    public static async Task<RedisServer> StartClusterAsync()
    {
        var server = await StartClusterNodeAsync();
        await server.Server.ExecuteAsync("CLUSTER", "ADDSLOTSRANGE", 0, 16383);
        await Eventually.That(
            async () => $"{await server.Server.ExecuteAsync("CLUSTER", "INFO")}", Does.Contain("cluster_state:ok"));
        return server;
    }

    /// <summary>All keys with their values in Redis' own serialization, to see that nothing has changed.</summary>
    public async Task<IReadOnlyDictionary<string, string>> SnapshotAsync()
    {
        var snapshot = new Dictionary<string, string>();
        foreach (var key in Server.Keys())
        {
            snapshot[key.ToString()] = Convert.ToBase64String((await Database.KeyDumpAsync(key))!);
        }

        return snapshot;
    }

    /// <summary>Waits until its clock shows another millisecond.</summary>
    public async Task TickAsync()
    {
        var now = await MillisecondAsync();
        while (await MillisecondAsync() == now)
        {
        }

        async Task<long> MillisecondAsync() => new DateTimeOffset(await Server.TimeAsync()).ToUnixTimeMilliseconds();
    }

    /// <summary>Ends the process at once, as a crash does.</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
    }

    /// <summary>Stops the process where it stands: it keeps its connections and answers nothing.</summary>
    public void Pause()
    {
        Signal("-STOP");
        _isPaused = true;
    }

    /// <summary>Lets a paused process go on.</summary>
    public void Resume()
    {
        Signal("-CONT");
        _isPaused = false;
    }

    /// <summary>Brings it back, whichever way it went.</summary>
    public async Task ReviveAsync()
    {
        if (_process!.HasExited)
        {
            await StartProcessAsync();
        }
        else
        {
            Resume();
        }
    }

    /// <summary>Cuts a replica off from its master, to which it shows a password that it does not have.</summary>
    public async Task FallBehindAsync()
    {
        await Server.ConfigSetAsync("masterauth", "none");
        await Server.ExecuteAsync("CLIENT", "KILL", "TYPE", "MASTER");
    }

    /// <summary>Lets it follow a master again.</summary>
    public Task CatchUpAsync() => Server.ConfigSetAsync("masterauth", "");

    /// <summary>Looks at its role again, which others may have changed: the client sends no write to a replica.</summary>
    public Task LookAgainAsync() => _connection!.ConfigureAsync();

    /// <summary>Starts the process again on the same port and folder.</summary>
    public Task RestartAsync()
    {
        if (!_process!.HasExited)
        {
            Kill();
        }

        return StartProcessAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _connection!.DisposeAsync();
        if (!_process!.HasExited)
        {
            Kill();
        }

        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task StartProcessAsync()
    {
        _isPaused = false;
        _process = Process.Start(new ProcessStartInfo(_executable,
        [
            ConfigurationFile,
            "--port", $"{Port}", "--dir", _folder.FullName, "--save", "", "--enable-debug-command", "yes",
            "--repl-diskless-sync-delay", "0", // Not five seconds for replicas that might come too.
            .. _arguments,
        ])
        {
            RedirectStandardOutput = true,
        })!;
        _process.OutputDataReceived += (_, _) => { }; // Read, so that a full pipe never stops the server.
        _process.BeginOutputReadLine();
        // A first attempt that comes too early costs the client a second.
        await Eventually.That(IsListeningAsync, Is.True);
        _connection ??= await ConnectionMultiplexer.ConnectAsync(
            $"{ConnectionString}{_access},abortConnect=false,allowAdmin=true,connectTimeout=1000,connectRetry=20");
        await Eventually.That(async () => Server.IsConnected && await AnswersAsync(), Is.True);
    }

    private void Signal(string signal)
    {
        using var kill = Process.Start("kill", [signal, $"{_process!.Id}"]);
        kill.WaitForExit();
    }

    private async Task<bool> IsListeningAsync()
    {
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await Server.PingAsync();
            return true;
        }
        catch (RedisException)
        {
            return false;
        }
    }
}
