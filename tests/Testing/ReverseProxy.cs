using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Testing;

/// <summary>A real reverse proxy before a service, which clients see below a prefix.</summary>
public sealed class ReverseProxy : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ReverseProxy(WebApplication app)
    {
        _app = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    /// <summary>Follows redirections, as a browser does.</summary>
    public HttpClient Client { get; }

    /// <param name="service">Where the service is.</param>
    /// <param name="prefix">What clients see it below; the proxy has nothing else.</param>
    /// <param name="strips">Whether the service gets the path without it.</param>
    /// <param name="tells">Whether it is told the prefix.</param>
    public static async Task<ReverseProxy> StartAsync(
        Uri service, string prefix = "", bool strips = true, bool tells = true)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddReverseProxy()
            .LoadFromMemory(
                [new() { RouteId = "all", ClusterId = "service", Match = new() { Path = $"{prefix}/{{**rest}}" } }],
                [new() { ClusterId = "service", Destinations = new Dictionary<string, DestinationConfig>
                {
                    ["one"] = new() { Address = service.OriginalString },
                } }])
            .AddTransforms(transforms => Forward(transforms, prefix, strips, tells));
        var app = builder.Build();
        app.MapReverseProxy();
        await app.StartAsync();
        return new ReverseProxy(app);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private static void Forward(TransformBuilderContext transforms, string prefix, bool strips, bool tells)
    {
        transforms.UseDefaultForwarders = false;
        transforms.AddXForwardedFor(action: ForwardedTransformActions.Append);
        transforms.AddXForwardedProto(action: ForwardedTransformActions.Set);
        if (strips && prefix.Length > 0)
        {
            transforms.AddPathRemovePrefix(prefix);
        }

        if (tells)
        {
            transforms.AddRequestHeader("X-Forwarded-Prefix", new PathString(prefix).ToUriComponent(), append: false);
        }
    }
}
