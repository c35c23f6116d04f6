using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shared.Redis.Connections;

namespace Testing;

/// <summary>The parts of a service as it puts them together itself, in a host that is never started.</summary>
public sealed class ServiceParts : IDisposable
{
    private readonly IHost _host;
    private IEnumerable<IHostedService>? _loops;

    /// <param name="redis">The connections, which are open.</param>
    /// <param name="clock">The clock of the process.</param>
    /// <param name="register">What the service registers; what is added after that takes its place.</param>
    public ServiceParts(IRedisServers redis, TimeProvider clock, Action<IServiceCollection> register)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddSingleton(redis).AddSingleton(clock);
        register(builder.Services);
        _host = builder.Build();
    }

    /// <summary>A part that others use, or that the host would start.</summary>
    public TPart Get<TPart>() where TPart : class =>
        _host.Services.GetService<TPart>() ?? Loops().OfType<TPart>().Single();

    public void Dispose() => _host.Dispose();

    private IEnumerable<IHostedService> Loops() => _loops ??= _host.Services.GetServices<IHostedService>();
}
