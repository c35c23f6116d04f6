using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Lab;

/// <summary>
/// Whoever reaches the lab kills processes, so nobody does from elsewhere: it listens on this machine's own address
/// alone, and takes no request that a page from elsewhere made a browser send.
/// </summary>
internal static class Loopback
{
    private static readonly string[] _listening = ["urls", "http_ports", "https_ports", "Kestrel:Endpoints"];

    /// <exception cref="FormatException">The lab does not start like this.</exception>
    public static void Require(IConfiguration configuration, IHostEnvironment environment)
    {
        if (!environment.IsDevelopment())
        {
            throw new FormatException(
                $"The lab is for development only, and the environment is {environment.EnvironmentName}.");
        }

        if (Array.Find(_listening, name => IsSet(configuration.GetSection(name))) is { } name)
        {
            throw new FormatException($"The lab listens on this machine's own address only, and {name} is set.");
        }
    }

    private static bool IsSet(IConfigurationSection section) =>
        !string.IsNullOrEmpty(section.Value) || section.GetChildren().Any();

    public static void UseLoopbackOnly(this WebApplication app, Uri origin) => app.Use((context, next) =>
    {
        if (IsOwn(context.Request, origin.Port))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    });

    /// <summary>
    /// Another name in <c>Host</c> is one that somebody pointed at this machine; another <c>Origin</c> is a foreign page.
    /// </summary>
    private static bool IsOwn(HttpRequest request, int port) =>
        IsOwn(new Uri($"http://{request.Host}"), port)
        && (request.Headers.Origin is not [var origin]
            || (Uri.TryCreate(origin, UriKind.Absolute, out var page) && IsOwn(page, port)));

    private static bool IsOwn(Uri address, int port) => address.IsLoopback && address.Port == port;
}
