using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Shared.Redis.Connections;

namespace Shared.ServiceDefaults.Problems;

/// <summary>Answers every error with problem details (RFC 9457).</summary>
internal static class ProblemRegistration
{
    /// <summary>To be called before MVC is added: of several writers the first one writes.</summary>
    public static void AddProblems(this IServiceCollection services)
    {
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = ProblemCompletion.Complete);
        services.PostConfigure<ApiBehaviorOptions>(api =>
        {
            api.ClientErrorMapping.Clear(); // The catalog knows better.
            api.InvalidModelStateResponseFactory = InvalidInput.Refuse;
        });
    }

    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = StatusCode,
            // The connections log once that Redis is away, and a bad request is the client's to know of.
            SuppressDiagnosticsCallback = context =>
                StatusCode(context.Exception) != StatusCodes.Status500InternalServerError,
        });
        app.UseStatusCodePages();
        app.MapGet(ProblemType.PagePath, (HttpResponse response) =>
            {
                response.Headers.ContentSecurityPolicy = ProblemsPage.Policy;
                return ProblemsPage.Content;
            })
            .ExcludeFromDescription()
            .AllowAnonymous();
    }

    private static int StatusCode(Exception fault) => fault switch
    {
        BadHttpRequestException request => request.StatusCode,
        // Kestrel's word for a chunk of absurd size
        IOException { InnerException: OverflowException } => StatusCodes.Status400BadRequest,
        // The body is not in the charset that it claims.
        DecoderFallbackException => StatusCodes.Status400BadRequest,
        _ when RedisFaults.IsUnavailable(fault) => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };
}
