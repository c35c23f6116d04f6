using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shared.Contracts;
using Shared.Redis;
using Shared.Redis.Consuming;

namespace Chaos;

/// <summary>
/// A third service, which reads along with a group of its own. Nobody waits for it, so that its troubles are its own.
/// </summary>
internal sealed class MailService(IStore store, RedisNode broker)
    : ITarget, IStreamHandler<OrderCompleted>, IAsyncDisposable
{
    public const string Group = "mail-group";

    private readonly ConcurrentDictionary<string, bool> _heard = [];
    private IHost? _host;

    public string Name => "mail";

    /// <summary>How many orders it has heard of.</summary>
    public int Heard => _heard.Count;

    public async Task StartAsync(CancellationToken stop)
    {
        if (_host is null)
        {
            var builder = Host.CreateEmptyApplicationBuilder(settings: null);
            builder.Configuration["Redis:Store"] = store.ConnectionString;
            builder.Configuration["Redis:Broker"] = broker.ConnectionString;
            builder.Services
                .AddRedis()
                .AddStreamConsumer<OrderCompleted, MailService>(Group)
                .AddSingleton<IStreamHandler<OrderCompleted>>(this);
            _host = builder.Build();
            await _host.StartAsync(stop);
        }
    }

    public Task<string?> HandleAsync(OrderCompleted message, CancellationToken cancellationToken)
    {
        _heard[message.OrderId] = true;
        return Task.FromResult<string?>(null);
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is IAsyncDisposable host)
        {
            await _host.StopAsync();
            await host.DisposeAsync();
            _host = null;
        }
    }
}
