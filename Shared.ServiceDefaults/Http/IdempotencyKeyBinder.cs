using Microsoft.AspNetCore.Mvc.ModelBinding;
using Shared.ServiceDefaults.Access;

namespace Shared.ServiceDefaults.Http;

/// <summary>Reads the key. Two keys, which the framework would join, are as bad as one that is empty.</summary>
internal sealed class IdempotencyKeyBinder : IModelBinder
{
    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        var http = bindingContext.HttpContext;
        var values = http.Request.Headers[IdempotencyKey.Header];
        if (values is [{ Length: > 0 and <= IdempotencyKey.MaxLength } value]
            && !value.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            bindingContext.Result = ModelBindingResult.Success(new IdempotencyKey(value, http.User.Subject()));
        }
        else if (values.Count > 0)
        {
            bindingContext.ModelState.TryAddModelError(
                IdempotencyKey.Header,
                $"One key of 1 to {IdempotencyKey.MaxLength} visible ASCII characters is expected.");
        }

        return Task.CompletedTask;
    }
}
