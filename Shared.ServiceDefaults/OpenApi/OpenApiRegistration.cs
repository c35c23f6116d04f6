using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Shared.Redis.Paging;
using Shared.Redis.Settings;
using Shared.ServiceDefaults.Http;
using Shared.ServiceDefaults.Problems;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Shared.ServiceDefaults.OpenApi;

/// <summary>
/// The OpenAPI document and the page that shows it. It is made of the controllers' XML comments and attributes; the
/// filters add only what holds for every operation.
/// </summary>
internal static class OpenApiRegistration
{
    private const string Conventions =
        """


        Amounts are exact decimals in currency units, with at most two decimals: read them as decimals, not as floats.
        Bodies are JSON in UTF-8 whatever `Accept` says, but for streams of events. A number may be sent as text. A
        member that is unknown, misspelled or given twice is refused.
        Every error is a problem document (RFC 9457); its `type` leads to [what to do about it](/problems).
        """;

    public static void AddOpenApiDocument(this IServiceCollection services, string title, string description) =>
        services.AddSettings<SwaggerSettings>("Swagger").AddSwaggerGen(swagger =>
        {
            swagger.SwaggerDoc("v1", new OpenApiInfo
            {
                Title = title,
                Description = description + Conventions,
                Version = "v1",
                License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
            });
            foreach (var documentation in Directory.EnumerateFiles(AppContext.BaseDirectory, "*.xml"))
            {
                swagger.IncludeXmlComments(documentation, includeControllerXmlComments: true);
            }

            AddOperations(swagger);
            AddTypes(swagger);
        });

    /// <summary>Shows them in development, and elsewhere where <c>Swagger:Enabled</c> says so.</summary>
    public static void UseOpenApiDocument(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<IOptions<SwaggerSettings>>().Value.IsShownIn(app.Environment))
        {
            return;
        }

        // Swagger UI alone needs the scripts and styles within its own page.
        app.Use((context, next) =>
        {
            if (context.Request.Path.StartsWithSegments("/swagger"))
            {
                context.Response.Headers.ContentSecurityPolicy =
                    "default-src 'self' 'unsafe-inline' data:; frame-ancestors 'none'";
            }

            return next(context);
        });

        app.MapGet("/", (HttpRequest request) => Results.Redirect($"{request.PathBase}/swagger"))
            .ExcludeFromDescription()
            .AllowAnonymous();
        app.UseSwagger(swagger =>
        {
            swagger.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            swagger.PreSerializeFilters.Add(Place);
        });
        app.UseSwaggerUI(page =>
        {
            page.DocumentTitle = app.Environment.ApplicationName;
            page.EnableTryItOutByDefault();
            page.DefaultModelsExpandDepth(0);
        });
    }

    /// <summary>Says where the service is to whoever asks, who may see it below a prefix.</summary>
    private static void Place(OpenApiDocument document, HttpRequest request)
    {
        var prefix = request.PathBase.ToUriComponent();
        var url = prefix.Length > 0 ? prefix : "/";
        document.Servers = [new OpenApiServer { Url = url, Description = "This service." }];
        document.Info = new OpenApiInfo(document.Info) // What is there is shared by all requests.
        {
            Description = document.Info.Description!.Replace(
                $"({ProblemType.PagePath})", $"({prefix}{ProblemType.PagePath})", StringComparison.Ordinal),
        };
    }

    private static void AddOperations(SwaggerGenOptions swagger)
    {
        swagger.DocInclusionPredicate((_, operation) => operation.HttpMethod != HttpMethods.Head); // GET without a body
        swagger.CustomOperationIds(OperationIds.Create);
        swagger.OrderActionsBy(operation => $"{IsShared(operation)} {operation.RelativePath}");
        RequiredPermissions.AddTo(swagger);
        swagger.OperationFilter<ProblemResponses>();
        swagger.OperationFilter<ResponseHeaders>();
    }

    private static void AddTypes(SwaggerGenOptions swagger)
    {
        swagger.SupportNonNullableReferenceTypes();
        swagger.CustomSchemaIds(type => type.Name.Replace(nameof(ProblemDetails), "Problem", StringComparison.Ordinal));
        swagger.MapType<Cursor>(() => new OpenApiSchema { Type = JsonSchemaType.String });
        swagger.MapType<EntityTags>(() => new OpenApiSchema { Type = JsonSchemaType.String });
        swagger.MapType<IdempotencyKey>(() => new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            MinLength = 1,
            MaxLength = IdempotencyKey.MaxLength,
            Pattern = "^[!-~]+$",
        });

        // Neither a double, as generated clients would have it, nor a multiple of 0.01, of which 19.99 is none to most
        // validators.
        swagger.MapType<decimal>(() => new OpenApiSchema { Type = JsonSchemaType.Number, Format = "decimal" });
        swagger.SchemaFilter<ProblemSchemas>();
        swagger.DocumentFilter<BodySchemas>();
    }

    // Behind what the service is for.
    private static bool IsShared(ApiDescription operation) =>
        operation.ActionDescriptor is ControllerActionDescriptor { ControllerTypeInfo: var controller }
        && controller.Assembly == typeof(OpenApiRegistration).Assembly;
}
