using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Shared.ServiceDefaults.Input;

/// <summary>
/// Refuses a body whose <c>Content-Type</c> is no media type (RFC 9110, section 8.3.1), or that is compressed or else
/// encoded (section 8.4). A type that ends with <c>=</c> would make the framework fail when it looks for the charset.
/// </summary>
internal static class StrictBody
{
    private const string AsItIs = "identity";

    public static void Check(ResourceExecutingContext context)
    {
        var http = context.HttpContext;
        var isEncoded = IsEncoded(http.Request.Headers.ContentEncoding);
        if (isEncoded)
        {
            http.Response.Headers.AcceptEncoding = AsItIs; // Tells it from a wrong media type (section 12.5.3).
        }

        if (isEncoded || !IsMediaType(http.Request.ContentType))
        {
            context.Result = new StatusCodeResult(StatusCodes.Status415UnsupportedMediaType);
        }
    }

    private static bool IsEncoded(StringValues codings) =>
        codings.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Any(coding => !coding.Equals(AsItIs, StringComparison.OrdinalIgnoreCase));

    private static bool IsMediaType(string? text) =>
        MediaTypeHeaderValue.TryParse(text, out var type) && type.Parameters.All(one => one.Value.Length > 0);
}
