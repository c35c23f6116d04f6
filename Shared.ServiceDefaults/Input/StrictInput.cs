using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Shared.ServiceDefaults.Controllers;

namespace Shared.ServiceDefaults.Input;

/// <summary>Holds requests against what their action takes. What that is, is found once for each action.</summary>
/// <param name="query">The names of its query parameters; <see langword="null"/> when any may be given.</param>
/// <param name="hasBody">Whether it takes a body.</param>
internal sealed class StrictInput(IReadOnlySet<string>? query, bool hasBody) : IResourceFilter
{
    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        if (query is not null && context.HttpContext.Request.QueryString.HasValue)
        {
            StrictQuery.Check(context, query);
        }

        if (hasBody)
        {
            StrictBody.Check(context);
        }
    }

    public void OnResourceExecuted(ResourceExecutedContext context)
    {
    }

    /// <summary>Gives every action its filter. Health is told whatever is asked.</summary>
    public sealed class Convention : IActionModelConvention
    {
        public void Apply(ActionModel action)
        {
            var sources = action.Parameters.ToLookup(
                parameter => parameter.BindingInfo?.BindingSource, parameter => parameter.Name);
            action.Filters.Add(new StrictInput(
                action.Controller.ControllerType == typeof(HealthController)
                    ? null
                    : sources[BindingSource.Query].ToHashSet(StringComparer.OrdinalIgnoreCase),
                sources.Contains(BindingSource.Body)));
        }
    }
}
