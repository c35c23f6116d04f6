using Microsoft.AspNetCore.Mvc.Filters;
using Shared.ServiceDefaults.Problems;

namespace Shared.ServiceDefaults;

/// <summary>Refuses a query parameter that is given twice, as a JSON member is: only one of the two could be followed.</summary>
internal sealed class RepeatedParameters : IResourceFilter
{
    /// <inheritdoc/>
    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        foreach (var (name, _) in context.HttpContext.Request.Query.Where(parameter => parameter.Value.Count > 1))
        {
            context.ModelState.AddModelError(name, InvalidInput.Repeated);
        }
    }

    /// <inheritdoc/>
    public void OnResourceExecuted(ResourceExecutedContext context)
    {
    }
}
