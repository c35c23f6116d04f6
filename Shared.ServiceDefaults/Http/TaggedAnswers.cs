using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Shared.ServiceDefaults.Http;

/// <summary>How a resource is answered together with its entity tag.</summary>
public static class TaggedAnswers
{
    /// <summary>Answers 200 with the resource, or 304 without it when the client has it already (RFC 9110, section 13.1.2).</summary>
    /// <typeparam name="T">Type of the resource.</typeparam>
    /// <param name="controller">The controller that answers.</param>
    /// <param name="resource">The resource.</param>
    /// <param name="tag">Its strong entity tag.</param>
    /// <param name="ifNoneMatch">The header <c>If-None-Match</c>; one that cannot be read is as good as none.</param>
    public static ActionResult<T> OkUnlessKnown<T>(this ControllerBase controller, T resource, string tag, string? ifNoneMatch)
    {
        controller.Response.Headers.ETag = tag;
        return EntityTags.Include(ifNoneMatch, tag)
            ? controller.StatusCode(StatusCodes.Status304NotModified)
            : controller.Ok(resource);
    }
}
