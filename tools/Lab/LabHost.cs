using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lab;

/// <summary>The page, what it is told, and what its buttons do.</summary>
internal static class LabHost
{
    /// <exception cref="FormatException">It is not to start like this.</exception>
    public static WebApplication Build(params string[] arguments)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = arguments,
            ContentRootPath = AppContext.BaseDirectory,
            WebRootPath = "Page",
        });
        Loopback.Require(builder.Configuration, builder.Environment);
        var options = new LabOptions();
        builder.Configuration.GetSection("Lab").Bind(options);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(options.Port));
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning); // It says itself that it is open.
        builder.Services
            .AddSingleton(options)
            .AddSingleton<Laboratory>()
            .AddHostedService(services => services.GetRequiredService<Laboratory>());
        var app = builder.Build();
        Map(app, app.Services.GetRequiredService<Laboratory>(), options);
        return app;
    }

    private static void Map(WebApplication app, Laboratory lab, LabOptions options)
    {
        app.UseLoopbackOnly(options.Origin);
        app.Use((context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy =
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                + $"connect-src 'self' {options.Inventory} {options.Payment}; "
                + "frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
            context.Response.Headers.CacheControl = "no-cache";
            return next(context);
        });
        app.UseStaticFiles(new StaticFileOptions
        {
            RequestPath = "/lab",
            ContentTypeProvider = new FileExtensionContentTypeProvider
            {
                Mappings = { [".md"] = "text/plain; charset=utf-8" },
            },
        });

        app.MapGet("/", () => Results.Redirect("/lab/"));
        app.MapGet("/lab/", () => Results.Text(Start(app.Environment, options), "text/html; charset=utf-8"));
        app.MapGet("/lab/faults", () => lab.Buttons.Select(button => new { button.Id, button.Group, button.Title }));
        app.MapPost("/lab/faults/{id}", (string id) => Answer(lab.Strike(id)));
        app.MapDelete("/lab/faults/{id}", (string id) => Answer(lab.Heal(id)));
        app.MapPut("/lab/rate/{perSecond:int:range(0,500)}", (int perSecond) => lab.Rate = perSecond);
        app.MapPost("/lab/audit", () => Answer(lab.Audit()));
        app.MapGet("/lab/state", (IHostApplicationLifetime host, CancellationToken gone) =>
            TypedResults.ServerSentEvents(lab.WatchAsync(host.ApplicationStopping, gone), "lab"));
    }

    private static IResult Answer(bool isDone) => isDone ? Results.NoContent() : Results.Conflict();

    private static string Start(IWebHostEnvironment environment, LabOptions options)
    {
        using var page = new StreamReader(environment.WebRootFileProvider.GetFileInfo("index.html").CreateReadStream());
        return page.ReadToEnd()
            .Replace("{{payment}}", $"{options.Payment}", StringComparison.Ordinal)
            .Replace("{{inventory}}", $"{options.Inventory}", StringComparison.Ordinal);
    }
}
