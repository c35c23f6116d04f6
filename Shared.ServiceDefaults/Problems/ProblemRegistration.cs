using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Shared.Redis.Connections;

namespace Shared.ServiceDefaults.Problems;

/// <summary>Answers every error with problem details (RFC 9457).</summary>
internal static class ProblemRegistration
{
    public const string MediaType = "application/problem+json";

    private const string RetryAfterSeconds = "1";

    public static void AddProblems(this IMvcBuilder mvc)
    {
        mvc.ConfigureApiBehaviorOptions(api =>
        {
            api.ClientErrorMapping.Clear(); // Complete knows better.
            api.InvalidModelStateResponseFactory = InvalidInput.Answer;
        });
        mvc.Services.Configure<ProblemDetailsOptions>(problems => problems.CustomizeProblemDetails = Complete);
        mvc.Services.AddSingleton<IProblemDetailsService, ProblemService>();
    }

    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = StatusCode,
            // The connections log once that Redis is away, and a bad request is the client's to know of.
            SuppressDiagnosticsCallback = context => StatusCode(context.Exception) != StatusCodes.Status500InternalServerError,
        });
        app.UseStatusCodePages();
        app.MapGet(ProblemType.Page, () => ProblemsPage.Answer).ExcludeFromDescription().AllowAnonymous();
    }

    private static int StatusCode(Exception fault) => fault switch
    {
        BadHttpRequestException request => request.StatusCode,
        IOException { InnerException: OverflowException } => StatusCodes.Status400BadRequest, // Kestrel's word for a chunk of absurd size
        DecoderFallbackException => StatusCodes.Status400BadRequest, // the body is not in the charset it claims
        _ when RedisFaults.IsUnavailable(fault) => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>Says what the catalog says, where the problem says nothing of its own.</summary>
    private static void Complete(ProblemDetailsContext context)
    {
        var (http, problem) = (context.HttpContext, context.ProblemDetails);
        var status = problem.Status!.Value;
        var type = ProblemType.Of(status);
        problem.Type ??= type?.Uri ?? "about:blank"; // RFC 9457, section 4.2.1: the status code says it all
        problem.Title = problem is HttpValidationProblemDetails ? type?.Title : problem.Title ?? type?.Title ?? ReasonPhrases.GetReasonPhrase(status);
        var isExplained = problem.Detail is not null;
        problem.Detail ??= type?.Explanation;
        problem.Extensions["traceId"] = Activity.Current?.Id ?? http.TraceIdentifier;
        switch (status)
        {
            case StatusCodes.Status400BadRequest when problem is not HttpValidationProblemDetails:
                problem.Extensions["errors"] = new Dictionary<string, string[]> { ["body"] = [InvalidInput.Unreadable] };
                break;
            case StatusCodes.Status503ServiceUnavailable:
                http.Response.Headers.RetryAfter = RetryAfterSeconds;
                if (!isExplained && !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
                {
                    problem.Detail += " It is not known whether the request took effect.";
                }

                break;
        }
    }
}
