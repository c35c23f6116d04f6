using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Shared.ServiceDefaults.OpenApi;

/// <summary>Documents the headers of the answers: those that the sentence about a response names as code.</summary>
internal sealed class ResponseHeaders : IOperationFilter
{
    private static readonly Dictionary<string, (string Description, JsonNode Example)> _known = new()
    {
        ["ETag"] = ("The version of the resource, for `If-Match` and `If-None-Match`.", "\"1\""),
        ["Idempotent-Replayed"] = ("Is `true` when this request was answered before and has changed nothing now.", "true"),
        ["Link"] = ("Leads to the next page, with `rel=\"next\"` (RFC 8288); is missing on the last one.",
            "<http://localhost/?limit=50&cursor=MTc5NTAwMDAwMDAwMDpw>; rel=\"next\""),
        ["Location"] = ("Address of what was created.", "http://localhost/0197c1f2-5a3e-7c4d-9b1a-2f6e8d0c4b7a"),
        ["Preference-Applied"] = ("The part of `Prefer` that was followed (RFC 7240).", "wait=5"),
        ["Retry-After"] = ("Seconds to wait before trying again.", 1),
    };

    /// <summary>All of them, which a browser lets a page of another origin read only when they are named.</summary>
    public static IEnumerable<string> Names => _known.Keys;

    /// <inheritdoc/>
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        foreach (var response in operation.Responses!.Values.OfType<OpenApiResponse>())
        {
            foreach (var (name, (description, example)) in _known)
            {
                if (response.Description?.Contains($"`{name}`", StringComparison.Ordinal) == true)
                {
                    response.Headers ??= new Dictionary<string, IOpenApiHeader>();
                    response.Headers[name] = new OpenApiHeader
                    {
                        Description = description,
                        Schema = new OpenApiSchema
                        {
                            Type = example.GetValueKind() == System.Text.Json.JsonValueKind.Number ? JsonSchemaType.Integer : JsonSchemaType.String,
                            Examples = [example.DeepClone()],
                        },
                    };
                }
            }
        }
    }
}
