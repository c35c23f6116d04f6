using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Net.Http.Headers;

namespace Shared.ServiceDefaults.Input;

/// <summary>
/// Refuses a body whose <c>Content-Type</c> is no media type (RFC 9110, section 8.3.1). One that ends with <c>=</c>
/// would make the framework fail when it looks for the charset.
/// </summary>
internal sealed class StrictContentType : IResourceFilter
{
    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        var parameters = context.ActionDescriptor.Parameters;
        var takesBody = parameters.Any(parameter => parameter.BindingInfo?.BindingSource == BindingSource.Body);
        if (takesBody && !IsMediaType(context.HttpContext.Request.ContentType))
        {
            context.Result = new StatusCodeResult(StatusCodes.Status415UnsupportedMediaType);
        }
    }

    public void OnResourceExecuted(ResourceExecutedContext context)
    {
    }

    private static bool IsMediaType(string? text) =>
        MediaTypeHeaderValue.TryParse(text, out var type) && type.Parameters.All(one => one.Value.Length > 0);
}
