using Microsoft.AspNetCore.Mvc;
using Shared.Redis.Paging;

namespace Shared.ServiceDefaults.Http;

/// <summary>How lists are paged over HTTP.</summary>
public static class Paging
{
    /// <summary>Most items on one page.</summary>
    public const int MaxLimit = 100;

    /// <summary>
    /// Answers with the items of a page, and with a <c>Link</c> to the next one if there is one (RFC 8288). The link
    /// has no host: the one of the request is the client's word only.
    /// </summary>
    public static ActionResult<IReadOnlyList<T>> OkPage<T>(this ControllerBase controller, Page<T> page, int limit)
    {
        if (page.Next is { } next)
        {
            var address = $"{controller.Request.PathBase}{controller.Request.Path}?limit={limit}&cursor={next}";
            controller.Response.Headers.Link = $"<{address}>; rel=\"next\"";
        }

        return controller.Ok(page.Items);
    }
}
