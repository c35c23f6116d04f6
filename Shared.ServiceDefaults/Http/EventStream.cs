using Microsoft.AspNetCore.Http;

namespace Shared.ServiceDefaults.Http;

/// <summary>Server-sent events, as a response that goes on.</summary>
public static class EventStream
{
    /// <summary>Its media type.</summary>
    public const string MediaType = "text/event-stream";

    /// <summary>Whether a client would rather have events than JSON.</summary>
    public static bool PrefersEvents(this HttpRequest request)
    {
        var events = request.QualityOf(MediaType);
        return events > 0 && events >= request.QualityOf("application/json");
    }

    /// <summary>Says that the response is a stream of events.</summary>
    public static void BeginEvents(this HttpResponse response)
    {
        response.ContentType = MediaType;
        // Neither kept nor compressed on its way: who compresses, and nginx, would wait until there are many events.
        response.Headers.CacheControl = "no-store, no-transform";
        response.Headers["X-Accel-Buffering"] = "no";
    }

    /// <summary>Sends an event, or several, at once.</summary>
    public static async Task SendAsync(this HttpResponse response, string events, CancellationToken cancellationToken)
    {
        await response.WriteAsync(events, cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }

    private static double QualityOf(this HttpRequest request, string mediaType) => request.GetTypedHeaders().Accept
        .Where(range => range.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase))
        .Select(range => range.Quality ?? 1)
        .DefaultIfEmpty(0)
        .Max();
}
