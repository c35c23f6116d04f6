using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Shared.ServiceDefaults.OpenApi;

/// <summary>Describes problem details as they are answered here; the framework's own types leave all of it open.</summary>
internal sealed class ProblemSchemas : ISchemaFilter
{
    private static readonly Dictionary<string, (JsonSchemaType Type, string Description)> _members = new()
    {
        ["type"] = (JsonSchemaType.String, "The kind of problem: the address, on this host, of what to do about it."),
        ["title"] = (JsonSchemaType.String, "The kind of problem in a few words."),
        ["status"] = (JsonSchemaType.Integer, "The status code of the answer."),
        ["detail"] = (JsonSchemaType.String, "What there is to say about this occurrence."),
        ["traceId"] = (JsonSchemaType.String, "By this the log finds the request."),
    };

    /// <inheritdoc/>
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema problem || !context.Type.IsAssignableTo(typeof(ProblemDetails)))
        {
            return;
        }

        var errors = problem.Properties!.TryGetValue("errors", out var named) ? named : null;
        problem.Description = "What went wrong (RFC 9457).";
        problem.AdditionalProperties = null;
        problem.Properties = _members.ToDictionary(
            member => member.Key,
            IOpenApiSchema (member) => new OpenApiSchema { Type = member.Value.Type, Description = member.Value.Description });
        if (errors is not null)
        {
            errors.Description = "What is wrong with each bad field, by its name.";
            problem.Properties["errors"] = errors;
        }
    }
}
