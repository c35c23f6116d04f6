using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Shared.ServiceDefaults.Controllers;
using Shared.ServiceDefaults.Problems;

namespace Shared.ServiceDefaults.Input;

/// <summary>
/// Refuses a query parameter that is unknown or given twice, as a JSON member is: it, or one of the two, would be lost
/// in silence. Health is told whatever is asked.
/// </summary>
internal sealed class StrictQuery : IResourceFilter
{
    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        if (context.ActionDescriptor is ControllerActionDescriptor { ControllerTypeInfo: var controller }
            && controller == typeof(HealthController))
        {
            return;
        }

        var known = context.ActionDescriptor.Parameters
            .Where(parameter => parameter.BindingInfo?.BindingSource == BindingSource.Query)
            .Select(parameter => parameter.Name)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in context.HttpContext.Request.Query)
        {
            if (!known.Contains(name))
            {
                context.ModelState.AddModelError(name, InvalidInput.Unknown);
            }
            else if (values.Count > 1)
            {
                context.ModelState.AddModelError(name, InvalidInput.Repeated);
            }
        }
    }

    public void OnResourceExecuted(ResourceExecutedContext context)
    {
    }
}
