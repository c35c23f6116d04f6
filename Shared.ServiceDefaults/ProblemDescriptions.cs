using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Shared.ServiceDefaults;

/// <summary>Describes the fields of problem details; the framework's own descriptions do not come with its assemblies.</summary>
internal sealed class ProblemDescriptions : ISchemaFilter
{
    private static readonly Dictionary<string, string> _byField = new()
    {
        ["type"] = "Address that names the kind of problem.",
        ["title"] = "The kind of problem in a few words.",
        ["status"] = "The status code of the answer.",
        ["detail"] = "What there is to say about this occurrence.",
        ["instance"] = "Address that names this occurrence.",
        ["errors"] = "What is wrong with each bad field, by its name.",
    };

    /// <inheritdoc/>
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (context.Type.IsAssignableTo(typeof(ProblemDetails)) && schema.Properties is { } properties)
        {
            foreach (var (field, property) in properties)
            {
                property.Description = _byField.GetValueOrDefault(field);
            }
        }
    }
}
