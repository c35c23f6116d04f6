using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace EndToEnd.Tests.CrashPoints;

/// <summary>
/// Stands between one service and one Redis and shows every request and its reply to a trap, which decides whether
/// it passes. So a crash can be put exactly between two writes, without a hook in the service.
/// </summary>
internal sealed class RedisProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _redisPort;
    private readonly CrashTrap _trap;

    public RedisProxy(int redisPort, CrashTrap trap)
    {
        (_redisPort, _trap) = (redisPort, trap);
        _listener.Start();
        _ = AcceptAsync();
    }

    public string ConnectionString => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = CarryAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task CarryAsync(TcpClient service)
    {
        using var redis = new TcpClient();
        using var _ = service;
        using var closed = CancellationTokenSource.CreateLinkedTokenSource(_trap.Life);
        try
        {
            await redis.ConnectAsync(IPAddress.Loopback, _redisPort, closed.Token);
            (service.NoDelay, redis.NoDelay) = (true, true);
            var unanswered = new ConcurrentQueue<string[]>();
            await await Task.WhenAny(
                CarryRequestsAsync(service.GetStream(), redis.GetStream(), unanswered, closed.Token),
                CarryRepliesAsync(redis.GetStream(), service.GetStream(), unanswered, closed.Token));
        }
        catch (Exception fault) when (fault is IOException or SocketException or OperationCanceledException)
        {
            // Either side is gone: closing both tells the other.
        }

        await closed.CancelAsync();
    }

    private async Task CarryRequestsAsync(
        NetworkStream service, NetworkStream redis, ConcurrentQueue<string[]> unanswered, CancellationToken life)
    {
        var requests = new RespReader(service);
        while (await requests.ReadAsync(life) is { } frame)
        {
            var request = RespFrame.Words(frame.Span);
            if (!_trap.LetsPass(request, life))
            {
                await Task.Delay(Timeout.Infinite, life); // Replies to earlier requests may still have to arrive.
            }

            unanswered.Enqueue(request);
            await redis.WriteAsync(frame, life);
        }
    }

    private async Task CarryRepliesAsync(
        NetworkStream redis, NetworkStream service, ConcurrentQueue<string[]> unanswered, CancellationToken life)
    {
        var replies = new RespReader(redis);
        while (await replies.ReadAsync(life) is { } frame)
        {
            if (!RespFrame.IsPush(frame.Span)
                && unanswered.TryDequeue(out var request)
                && !_trap.LetsReturn(request, frame.Span))
            {
                return;
            }

            await service.WriteAsync(frame, life);
        }
    }
}
