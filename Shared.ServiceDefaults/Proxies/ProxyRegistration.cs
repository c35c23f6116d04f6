using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Shared.Redis.Settings;

namespace Shared.ServiceDefaults.Proxies;

/// <summary>
/// Makes a request look as it did to the proxy: from whom it came, and below which prefix. Without the settings it is
/// nobody's to say, and nothing is added.
/// </summary>
internal static class ProxyRegistration
{
    public static void AddProxies(this IServiceCollection services)
    {
        services.AddSettings<ProxyOptions>("Proxies");
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<ProxyOptions>>((headers, proxies) =>
            Believe(headers, proxies.Value));
    }

    /// <summary>To be called first, so that all others see the request as it was.</summary>
    public static void UseProxies(this WebApplication app)
    {
        var proxies = app.Services.GetRequiredService<IOptions<ProxyOptions>>().Value;
        if (proxies.Trusted.Count > 0)
        {
            app.UseForwardedHeaders();
        }

        if (proxies.PathBase.Length > 0)
        {
            app.UsePrefix(proxies.PathBase);
        }
        else if (proxies.Trusted.Count > 0)
        {
            app.UseForwardedPrefix();
        }
    }

    private static void Believe(ForwardedHeadersOptions headers, ProxyOptions proxies)
    {
        // Replaces all, as ASPNETCORE_FORWARDEDHEADERS_ENABLED would believe everybody, and the default this machine.
        headers.KnownProxies.Clear();
        headers.KnownIPNetworks.Clear();
        headers.ForwardLimit = null; // The client is the first who is not trusted, behind however many proxies.
        foreach (var network in proxies.Trusted.Select(NetworksAttribute.ToNetwork))
        {
            headers.KnownIPNetworks.Add(network!.Value);
        }

        headers.ForwardedHeaders = proxies.Trusted.Count == 0
            ? ForwardedHeaders.None // With nobody known, everybody would be.
            : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedPrefix;
    }

    /// <summary>
    /// Strips the prefix, unless the proxy has: what the service knows as it is stays so, even if it begins like the
    /// prefix. Only what is not known at first is looked up again.
    /// </summary>
    private static void UsePrefix(this WebApplication app, PathString prefix)
    {
        app.UseRouting();
        app.Use((http, next) =>
        {
            if (http.GetEndpoint() is null && http.Request.Path.StartsWithSegments(prefix, out var rest))
            {
                http.Request.Path = rest;
            }

            http.Request.PathBase = prefix;
            return next(http);
        });
        app.UseRouting();
    }

    /// <summary>A proxy may pass on what a client says, such as <c>//example.com</c>.</summary>
    private static void UseForwardedPrefix(this WebApplication app) => app.Use((http, next) =>
    {
        var prefix = http.Request.PathBase.Value!.TrimEnd('/');
        http.Request.PathBase = PathPrefixAttribute.IsPrefix(prefix) ? prefix : "";
        return next(http);
    });
}
