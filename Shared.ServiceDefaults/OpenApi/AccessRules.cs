using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Shared.ServiceDefaults.OpenApi;

/// <summary>Documents which permission an operation needs where tokens are asked for, and that every caller may send too much.</summary>
internal sealed class AccessRules : IOperationFilter
{
    /// <summary>Name of the scheme.</summary>
    public const string Scheme = "bearer";

    /// <summary>Name of the member that holds the permission: only OAuth schemes have a place for one.</summary>
    private const string Permission = "x-permission";

    /// <inheritdoc/>
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var rule = context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<AuthorizeAttribute>().SingleOrDefault();
        if (rule is null)
        {
            return;
        }

        operation.AddExtension(Permission, new JsonNodeExtension(JsonValue.Create(rule.Policy!)));
        operation.Description = $"{operation.Description}\n\nNeeds the permission `{rule.Policy}` where tokens are asked for.".Trim();
        operation.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] },
            new OpenApiSecurityRequirement(), // No token where none is asked for.
        ];
        operation.Responses ??= [];
        foreach (var status in new[] { "401", "403", "429" })
        {
            operation.Responses.TryAdd(status, new OpenApiResponse());
        }
    }
}
