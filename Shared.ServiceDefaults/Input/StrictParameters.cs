using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Shared.ServiceDefaults.Controllers;
using Shared.ServiceDefaults.Problems;

namespace Shared.ServiceDefaults.Input;

/// <summary>
/// Refuses a query parameter that is unknown or given twice, as a JSON member is: it, or one of the two, would be lost in
/// silence. Health is told whatever is asked.
/// </summary>
internal sealed class StrictParameters : IResourceFilter
{
    /// <inheritdoc/>
    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        if (context.ActionDescriptor is ControllerActionDescriptor action && action.ControllerTypeInfo == typeof(HealthController))
        {
            return;
        }

        var known = context.ActionDescriptor.Parameters
            .Where(parameter => parameter.BindingInfo?.BindingSource == BindingSource.Query)
            .Select(parameter => parameter.Name)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in context.HttpContext.Request.Query)
        {
            if (!known.Contains(name) || values.Count > 1)
            {
                context.ModelState.AddModelError(name, known.Contains(name) ? InvalidInput.Repeated : InvalidInput.Unknown);
            }
        }
    }

    /// <inheritdoc/>
    public void OnResourceExecuted(ResourceExecutedContext context)
    {
    }
}
