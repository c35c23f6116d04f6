using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Shared.ServiceDefaults.Http;

/// <summary>Reads a condition. An empty one, which the framework takes for none, would be lost in silence.</summary>
internal sealed class EntityTagsBinder : IModelBinder
{
    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        var header = bindingContext.FieldName;
        var values = bindingContext.HttpContext.Request.Headers[header];
        if (EntityTags.TryParse(values, out var tags))
        {
            bindingContext.Result = ModelBindingResult.Success(tags);
        }
        else if (values.Count > 0)
        {
            bindingContext.ModelState.TryAddModelError(header, "A list of entity tags is expected, or *.");
        }

        return Task.CompletedTask;
    }
}
