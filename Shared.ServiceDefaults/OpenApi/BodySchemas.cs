using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Shared.ServiceDefaults.OpenApi;

/// <summary>
/// Documents that a request is closed, never optional and has no null in it, while an answer may get new members and
/// has all of those that it has now, save the ones that may be null, which it then leaves out.
/// </summary>
internal sealed class BodySchemas : IDocumentFilter
{
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var bodies = swaggerDoc.Paths.Values
            .SelectMany(path => path.Operations!.Values)
            .Select(operation => operation.RequestBody)
            .OfType<OpenApiRequestBody>()
            .ToList();
        bodies.ForEach(body => body.Required = true);

        var requests = bodies
            .SelectMany(body => body.Content!.Values)
            .Select(content => content.Schema)
            .OfType<OpenApiSchemaReference>()
            .Select(schema => schema.Reference.Id)
            .ToHashSet();
        foreach (var (name, schema) in context.SchemaRepository.Schemas)
        {
            if (schema is not OpenApiSchema { Properties: { } members } body)
            {
                continue;
            }

            if (requests.Contains(name))
            {
                foreach (var member in members.Values.OfType<OpenApiSchema>())
                {
                    member.Type &= ~JsonSchemaType.Null;
                }
            }
            else
            {
                body.AdditionalPropertiesAllowed = true;
                var certain = members.Where(member => !CanBeNull(member.Value));
                body.Required = certain.Select(member => member.Key).ToHashSet();
            }
        }
    }

    private static bool CanBeNull(IOpenApiSchema schema) => schema.Type?.HasFlag(JsonSchemaType.Null) == true;
}
