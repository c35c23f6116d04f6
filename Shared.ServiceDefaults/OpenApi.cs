using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Shared.ServiceDefaults;

/// <summary>The OpenAPI document and the page that shows it.</summary>
internal static class OpenApi
{
    public static void AddOpenApiDocument(this IServiceCollection services, string title, string description) =>
        services.AddSwaggerGen(swagger =>
        {
            swagger.SwaggerDoc("v1", new OpenApiInfo { Title = title, Description = description, Version = "v1" });
            foreach (var documentation in Directory.EnumerateFiles(AppContext.BaseDirectory, "*.xml"))
            {
                swagger.IncludeXmlComments(documentation, includeControllerXmlComments: true);
            }
        });

    public static void UseOpenApiDocument(this WebApplication app)
    {
        app.UseSwagger(swagger => swagger.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1);
        app.UseSwaggerUI();
    }
}
