using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Shared.ServiceDefaults.OpenApi;

/// <summary>Documents the headers of the answers: those that the sentence about a response names as code.</summary>
internal sealed class ResponseHeaders : IOperationFilter
{
    private static readonly Dictionary<string, (string Description, JsonNode Example)> _known = new()
    {
        ["Accept-Encoding"] = ("The codings that the body of a request may have (RFC 9110).", "identity"),
        ["ETag"] = ("The version of the resource, for `If-Match` and `If-None-Match` (RFC 9110).", "\"1\""),
        ["Idempotent-Replayed"] = (
            "Is `true` when the request was answered before and has changed nothing now.", "true"),
        ["Link"] = (
            "Leads to the next page (RFC 8288); is missing on the last one.",
            "</{path}?limit=50&cursor=MTc5NTAwMDAwMDAwMDpw>; rel=\"next\""),
        ["Location"] = ("Address of what was created.", "/{path}/0197c1f2-5a3e-7c4d-9b1a-2f6e8d0c4b7a"),
        ["Preference-Applied"] = ("The part of `Prefer` that was followed (RFC 7240).", "wait=5"),
        ["Retry-After"] = ("Seconds to wait before trying again.", 1),
    };

    /// <summary>A browser shows a page of another origin none that is not named.</summary>
    public static IEnumerable<string> Names => _known.Keys;

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        foreach (var response in operation.Responses!.Values.OfType<OpenApiResponse>())
        {
            foreach (var (name, (description, example)) in _known.Where(header => IsNamed(header.Key, response)))
            {
                response.Headers ??= new Dictionary<string, IOpenApiHeader>();
                response.Headers[name] = new OpenApiHeader
                {
                    Description = description,
                    Schema = Schema(example, context.ApiDescription.RelativePath),
                };
            }
        }
    }

    private static bool IsNamed(string header, OpenApiResponse response) =>
        response.Description?.Contains($"`{header}`", StringComparison.Ordinal) == true
        || response.Description?.Contains($"`{header}:", StringComparison.Ordinal) == true;

    private static OpenApiSchema Schema(JsonNode example, string? path) =>
        example.GetValueKind() == JsonValueKind.Number
            ? new() { Type = JsonSchemaType.Integer, Examples = [example.DeepClone()] }
            : new()
            {
                Type = JsonSchemaType.String,
                Examples = [example.GetValue<string>().Replace("{path}", path, StringComparison.Ordinal)],
            };
}
