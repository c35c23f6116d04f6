using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Shared.Redis.Settings;
using Shared.ServiceDefaults.OpenApi;

namespace Shared.ServiceDefaults.Console;

/// <summary>
/// The page that shows how orders flow. It holds no data, so it is open to everybody: what it shows it asks for, with the
/// token of whoever looks.
/// </summary>
internal static class ConsoleRegistration
{
    public static void AddConsole(this IServiceCollection services) =>
        services.AddSettings<ConsoleOptions>("Console");

    public static void MapConsole(this WebApplication app)
    {
        var console = app.Services.GetRequiredService<IOptions<ConsoleOptions>>().Value;
        var swagger = app.Services.GetRequiredService<IOptions<SwaggerSettings>>().Value;
        if (!(console.Enabled ?? swagger.IsShownIn(app.Environment)))
        {
            return;
        }

        var service = NameOf(app.Environment.ApplicationName);
        var files = PageFile.ReadAll(page => page
            .Replace("{{service}}", service, StringComparison.Ordinal)
            .Replace("{{peer}}", HtmlEncoder.Default.Encode($"{console.Peer}"), StringComparison.Ordinal));
        var policy = Policy(console.Peer);
        app.MapMethods("/console/{file?}", [HttpMethods.Get, HttpMethods.Head], (HttpContext context, string? file) =>
            {
                if (file is null && !context.Request.Path.Value!.EndsWith('/'))
                {
                    // The files of the page are named relative to it.
                    return Results.Redirect($"{context.Request.PathBase}/console/");
                }

                context.Response.Headers.ContentSecurityPolicy = policy;
                context.Response.Headers.CacheControl = "no-cache"; // Kept, but asked for each time: it may be newer.
                return files.TryGetValue(file ?? PageFile.Start, out var known) ? known.Answer() : Results.NotFound();
            })
            .ExcludeFromDescription()
            .AllowAnonymous();
    }

    /// <summary>What the page calls a service: of <c>Shop.Payment.Api</c> it is <c>payment</c>.</summary>
    private static string NameOf(string application) =>
        application.Replace(".Api", "", StringComparison.Ordinal).Split('.')[^1].ToLowerInvariant();

    /// <summary>
    /// Scripts and styles come from this service alone. The page talks to it and to its peer; where no peer is set an
    /// address may be typed in, so it may then talk to any.
    /// </summary>
    private static string Policy(Uri? peer) =>
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        + $"connect-src 'self' {peer?.GetLeftPart(UriPartial.Authority) ?? "http: https:"}; "
        + "frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
}
