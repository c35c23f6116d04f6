using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Shared.ServiceDefaults.Browsers;

/// <summary>
/// Tells browsers to take an answer for nothing but what it says it is, and to show it in no other page's frame (OWASP
/// REST Security Cheat Sheet). Swagger UI needs the scripts and styles within its own page.
/// </summary>
internal static class SecurityHeaders
{
    public static void UseSecurityHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(Add, context.Response); // An error handler clears what was set before.
        return next(context);
    });

    private static Task Add(object response)
    {
        var headers = ((HttpResponse)response).Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'self' 'unsafe-inline' data:; frame-ancestors 'none'";
        headers["Referrer-Policy"] = "no-referrer";
        return Task.CompletedTask;
    }
}
