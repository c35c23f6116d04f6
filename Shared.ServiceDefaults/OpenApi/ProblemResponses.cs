using System.Globalization;
using System.Net.Mime;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;
using Shared.ServiceDefaults.Controllers;
using Shared.ServiceDefaults.Http;
using Shared.ServiceDefaults.Input;
using Shared.ServiceDefaults.Problems;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Shared.ServiceDefaults.OpenApi;

/// <summary>Documents the errors that any operation of its kind answers, and shows an example of each.</summary>
internal sealed class ProblemResponses : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        operation.Responses ??= [];
        foreach (var response in operation.Responses.Values.OfType<OpenApiResponse>())
        {
            KeepOneNameOfJson(response);
        }

        if (context.MethodInfo.DeclaringType == typeof(HealthController))
        {
            return; // It says what is away, and does not fail with it.
        }

        foreach (var (status, description) in CommonErrors(operation))
        {
            var response = new OpenApiResponse { Description = description };
            operation.Responses.TryAdd(status.ToString(CultureInfo.InvariantCulture), response);
        }

        foreach (var (status, response) in operation.Responses)
        {
            if (ProblemType.ForStatus(int.Parse(status, CultureInfo.InvariantCulture)) is { } type)
            {
                Describe((OpenApiResponse)response, type, operation, context);
            }
        }

        var sorted = operation.Responses.OrderBy(response => response.Key, StringComparer.Ordinal).ToList();
        operation.Responses.Clear();
        sorted.ForEach(response => operation.Responses.Add(response.Key, response.Value));
    }

    /// <summary>What no action has to name, each with what it means where it does not mean the usual.</summary>
    private static IEnumerable<(int Status, string? Description)> CommonErrors(OpenApiOperation operation)
    {
        yield return (StatusCodes.Status400BadRequest, null); // a parameter that is unknown, if nothing else

        if (operation.Parameters?.Any(parameter => parameter.In == ParameterLocation.Path) == true)
        {
            yield return (StatusCodes.Status404NotFound, null);
        }

        if (operation.RequestBody is not null)
        {
            var tooLarge = ProblemType.ForStatus(StatusCodes.Status413PayloadTooLarge)!;
            yield return (tooLarge.Status, tooLarge.Explanation);
            yield return (
                StatusCodes.Status415UnsupportedMediaType,
                "The body is not JSON, or it is compressed: `Accept-Encoding` then says how it may be sent.");
        }

        yield return (StatusCodes.Status500InternalServerError, null);
        yield return (StatusCodes.Status503ServiceUnavailable, null);
    }

    // The formatter could write JSON under other names too; nobody asks for them.
    private static void KeepOneNameOfJson(OpenApiResponse response)
    {
        response.Content = response.Content?
            .Where(content => content.Key is MediaTypeNames.Application.Json or EventStream.MediaType)
            .ToDictionary();
    }

    private static void Describe(
        OpenApiResponse response, ProblemType type, OpenApiOperation operation, OperationFilterContext context)
    {
        var isValidation = type.Status == StatusCodes.Status400BadRequest;
        var schema = isValidation ? typeof(ValidationProblemDetails) : typeof(ProblemDetails);
        var (generator, schemas) = (context.SchemaGenerator, context.SchemaRepository);
        generator.GenerateSchema(schema, schemas); // The first time it describes the reference too.
        var example = Example(type);
        if (isValidation)
        {
            example["errors"] = AnyField(operation, schemas) is { } field
                ? new JsonObject { [field] = new JsonArray(FieldMessages.Unusable) }
                : new JsonObject { ["colour"] = new JsonArray(InvalidInput.Unknown) };
        }

        // Undocumented, it has no more than the name of its status.
        var isDocumented = response.Description?.EndsWith('.') == true;
        response.Description = isDocumented ? response.Description : $"{type.Explanation} {type.Remedy}";
        response.Content = new Dictionary<string, IOpenApiMediaType>
        {
            [MediaTypeNames.Application.ProblemJson] = new OpenApiMediaType
            {
                Schema = generator.GenerateSchema(schema, schemas),
                Example = example,
            },
        };
    }

    private static JsonObject Example(ProblemType type) => new()
    {
        ["type"] = type.Uri,
        ["title"] = type.Title,
        ["status"] = type.Status,
        ["detail"] = type.Explanation,
        ["traceId"] = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00",
    };

    private static string? AnyField(OpenApiOperation operation, SchemaRepository schemas) =>
        operation.RequestBody?.Content?.Values.First().Schema is OpenApiSchemaReference { Reference.Id: { } body }
            ? schemas.Schemas[body].Properties!.Keys.First()
            : operation.Parameters?.FirstOrDefault(parameter => parameter.In != ParameterLocation.Path)?.Name;
}
