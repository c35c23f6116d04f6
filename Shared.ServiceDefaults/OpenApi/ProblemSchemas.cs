using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Shared.ServiceDefaults.OpenApi;

/// <summary>Describes problem details as they are answered here; the framework's types leave all open.</summary>
internal sealed class ProblemSchemas : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema problem || !context.Type.IsAssignableTo(typeof(ProblemDetails)))
        {
            return;
        }

        var errors = problem.Properties!.TryGetValue("errors", out var named) ? named : null;
        problem.Description = "What went wrong (RFC 9457).";
        problem.AdditionalProperties = null;
        problem.Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Member("The kind of problem: the address, on this host, of what to do about it."),
            ["title"] = Member("The kind of problem in a few words."),
            ["status"] = Member("The status code of the answer.", JsonSchemaType.Integer),
            ["detail"] = Member("What there is to say about this occurrence."),
            ["traceId"] = Member("By this the log finds the request."),
        };
        // What a generated client makes the message of its exception.
        problem.Properties["detail"].Extensions!["x-ms-primary-error-message"] = new JsonNodeExtension(true);
        if (errors is not null)
        {
            errors.Description = "What is wrong with each bad field, by its name.";
            problem.Properties["errors"] = errors;
        }
    }

    private static OpenApiSchema Member(string description, JsonSchemaType type = JsonSchemaType.String) =>
        new() { Type = type, Description = description, Extensions = new Dictionary<string, IOpenApiExtension>() };
}
