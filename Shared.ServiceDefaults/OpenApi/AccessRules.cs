using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Shared.ServiceDefaults.OpenApi;

/// <summary>Documents which permission an operation needs where tokens are asked for, and that every caller may send too much.</summary>
internal sealed class AccessRules : IOperationFilter
{
    public const string Scheme = "bearer";

    /// <inheritdoc/>
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var permissions = context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<AuthorizeAttribute>().Select(rule => rule.Policy!).ToList();
        if (permissions.Count == 0)
        {
            return;
        }

        var tokenWithPermission = new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = permissions };
        operation.Security = [tokenWithPermission, new OpenApiSecurityRequirement()]; // No token where none is asked for.
        operation.Responses ??= [];
        foreach (var status in new[] { "401", "403", "429" })
        {
            operation.Responses.TryAdd(status, new OpenApiResponse());
        }
    }
}
