using Microsoft.AspNetCore.Mvc.Filters;
using Shared.ServiceDefaults.Problems;

namespace Shared.ServiceDefaults.Input;

/// <summary>
/// Refuses a query parameter that is unknown or given twice, as a JSON member is: it, or one of the two, would be lost
/// in silence.
/// </summary>
internal static class StrictQuery
{
    public static void Check(ResourceExecutingContext context, IReadOnlySet<string> known)
    {
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
}
