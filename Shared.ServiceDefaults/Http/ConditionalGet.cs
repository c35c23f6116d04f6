using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Shared.ServiceDefaults.Http;

/// <summary>How a resource is shown to a client that may have it already.</summary>
public static class ConditionalGet
{
    /// <summary>Answers 200 with the resource, or 304 without it; both with its tag (RFC 9110, section 13.1).</summary>
    /// <param name="tag">Its strong entity tag.</param>
    /// <param name="ifNoneMatch">The header <c>If-None-Match</c>; one that cannot be read is as good as none.</param>
    public static ActionResult<T> OkUnlessKnown<T>(
        this ControllerBase controller, T resource, string tag, string? ifNoneMatch)
    {
        controller.Response.Headers.ETag = tag;
        return EntityTags.Include(ifNoneMatch, tag)
            ? controller.StatusCode(StatusCodes.Status304NotModified)
            : controller.Ok(resource);
    }
}
