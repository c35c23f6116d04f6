using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Shared.ServiceDefaults.Http;

/// <summary>How much a client may send, and how long it may take.</summary>
internal static class RequestLimits
{
    public const int MaxBodyBytes = 16 * 1024;

    public static void Set(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = MaxBodyBytes;
        kestrel.Limits.MaxConcurrentConnections = 20_000;

        // Who is slower holds a connection for nothing.
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
    }
}
