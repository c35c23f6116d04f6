using Microsoft.Extensions.Hosting;

namespace Shared.Redis.Tests.Inspection;

/// <summary>A host that only says whether it was told to stop.</summary>
internal sealed class HostLifetime : IHostApplicationLifetime
{
    public bool Stopped { get; set; }

    public CancellationToken ApplicationStarted => default;

    public CancellationToken ApplicationStopping => new(Stopped);

    public CancellationToken ApplicationStopped => default;

    public void StopApplication() => Stopped = true;
}
