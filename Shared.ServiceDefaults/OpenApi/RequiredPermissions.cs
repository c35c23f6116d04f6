using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Shared.ServiceDefaults.OpenApi;

/// <summary>Documents which permission an operation needs where tokens are asked for, and what its lack is.</summary>
internal sealed class RequiredPermissions : IOperationFilter
{
    private const string Scheme = "bearer";

    // Only OAuth schemes have a place for a permission.
    private const string Permission = "x-permission";

    public static void AddTo(SwaggerGenOptions swagger)
    {
        swagger.AddSecurityDefinition(Scheme, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
            Description = "A JWT whose `scope` holds the permission of the operation, "
                + "where the service is set up to ask for one.",
        });
        swagger.OperationFilter<RequiredPermissions>();
    }

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<AuthorizeAttribute>().SingleOrDefault()?.Policy is not { } permission)
        {
            return;
        }

        operation.AddExtension(Permission, new JsonNodeExtension(JsonValue.Create(permission)));
        operation.Description =
            $"{operation.Description}\n\nNeeds the permission `{permission}` where tokens are asked for.".Trim();
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
