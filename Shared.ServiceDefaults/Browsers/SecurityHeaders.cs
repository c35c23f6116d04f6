using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Shared.ServiceDefaults.Browsers;

/// <summary>
/// Tells browsers to take an answer for nothing but what it says it is, and to show it in no other page's frame (OWASP
/// REST Security Cheat Sheet). An answer loads nothing and runs nothing; a page that does says what, in a policy of its
/// own.
/// </summary>
internal static class SecurityHeaders
{
    private const string Nothing = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    public static void UseSecurityHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(Add, context.Response); // An error handler clears what was set before.
        return next(context);
    });

    private static Task Add(object response)
    {
        var headers = ((HttpResponse)response).Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        if (StringValues.IsNullOrEmpty(headers.ContentSecurityPolicy))
        {
            headers.ContentSecurityPolicy = Nothing;
        }

        return Task.CompletedTask;
    }
}
