using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Shared.Redis;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Shared.ServiceDefaults;

/// <summary>The OpenAPI document and the page that shows it.</summary>
internal static class OpenApi
{
    public static void AddOpenApiDocument(this IServiceCollection services, string title, string description) =>
        services.AddSwaggerGen(swagger =>
        {
            swagger.SchemaFilter<ProblemDescriptions>();
            swagger.SwaggerDoc("v1", new OpenApiInfo { Title = title, Description = description, Version = "v1" });
            swagger.SupportNonNullableReferenceTypes();
            swagger.MapType<Cursor>(() => new OpenApiSchema { Type = JsonSchemaType.String });
            swagger.OperationFilter<ProblemResponses>();
            foreach (var documentation in Directory.EnumerateFiles(AppContext.BaseDirectory, "*.xml"))
            {
                swagger.IncludeXmlComments(documentation, includeControllerXmlComments: true);
            }
        });

    public static void UseOpenApiDocument(this WebApplication app)
    {
        app.UseSwagger(swagger => swagger.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1);
        app.UseSwaggerUI(page => page.DocumentTitle = app.Environment.ApplicationName);
    }

    /// <summary>Says of every operation what <see cref="Problems"/> does to all of them.</summary>
    private sealed class ProblemResponses : IOperationFilter
    {
        public void Apply(OpenApiOperation operation, OperationFilterContext context)
        {
            operation.Responses ??= [];
            foreach (var (status, response) in operation.Responses)
            {
                // The formatter could write other types too; nobody asks for them.
                if (response is OpenApiResponse { Content.Count: > 0 } answer)
                {
                    answer.Content = new Dictionary<string, IOpenApiMediaType>
                    {
                        [status[0] is '4' or '5' ? "application/problem+json" : "application/json"] = answer.Content.Values.First(),
                    };
                }
            }

            operation.Responses.TryAdd("503", new OpenApiResponse
            {
                Description = "The storage is away; try again after `Retry-After` seconds.",
                Content = new Dictionary<string, IOpenApiMediaType>
                {
                    ["application/problem+json"] = new OpenApiMediaType
                    {
                        Schema = context.SchemaGenerator.GenerateSchema(typeof(ProblemDetails), context.SchemaRepository),
                    },
                },
            });
        }
    }
}
