using Shared.Redis.Settings;

namespace Shared.ServiceDefaults.Proxies;

/// <summary>Section <c>Proxies</c>: what stands between the clients and the service.</summary>
public sealed class ProxyOptions
{
    /// <summary>
    /// Addresses and networks of the proxies whose word is taken for who sent a request, and below which prefix;
    /// nobody's by default.
    /// </summary>
    [Networks]
    public TextList Trusted { get; set; } = [];

    /// <summary>
    /// The prefix below which clients see the service, whether the proxy strips it or not; none by default, or the one
    /// that a trusted proxy names.
    /// </summary>
    [PathPrefix]
    public string PathBase { get; set; } = "";
}
