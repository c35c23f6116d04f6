using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.DependencyInjection;
using Shared.Redis;

namespace Shared.ServiceDefaults;

/// <summary>Answers every error with problem details (RFC 9457).</summary>
internal static class Problems
{
    private const string RetryAfterSeconds = "1";

    public static void AddProblems(this IMvcBuilder mvc)
    {
        mvc.ConfigureApiBehaviorOptions(api => api.InvalidModelStateResponseFactory = InvalidInput);
        mvc.Services.AddProblemDetails(problems => problems.CustomizeProblemDetails = problem =>
        {
            problem.ProblemDetails.Extensions["traceId"] = Activity.Current?.Id ?? problem.HttpContext.TraceIdentifier;
            if (problem.ProblemDetails.Status == StatusCodes.Status503ServiceUnavailable)
            {
                problem.ProblemDetails.Detail = "The storage is away or too slow, and it is not known whether the request took effect.";
                problem.HttpContext.Response.Headers.RetryAfter = RetryAfterSeconds;
            }
        });
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
    }

    private static int StatusCode(Exception fault) => fault switch
    {
        BadHttpRequestException request => request.StatusCode,
        DecoderFallbackException => StatusCodes.Status400BadRequest, // the body is not in the charset it claims
        _ when RedisFaults.IsUnavailable(fault) => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    private static BadRequestObjectResult InvalidInput(ActionContext context)
    {
        // A key that is empty or begins with $ is the JSON reader's path to what it could not read. The parameter
        // is then reported as missing too, which says nothing more.
        var unreadable = context.ModelState.Where(entry => entry.Key.Length == 0 || entry.Key[0] == '$').ToList();
        var errors = new ModelStateDictionary();
        foreach (var (key, entry) in unreadable.Count > 0 ? unreadable : context.ModelState.ToList())
        {
            foreach (var error in entry!.Errors)
            {
                errors.AddModelError(
                    unreadable.Count == 0 ? key : key.TrimStart('$', '.') is { Length: > 0 } path ? path : "body",
                    // The reader's own message would name our types.
                    key.StartsWith('$') ? "Cannot be read here: the JSON is broken or the value has the wrong type." : error.ErrorMessage);
            }
        }

        var problem = context.HttpContext.RequestServices.GetRequiredService<ProblemDetailsFactory>()
            .CreateValidationProblemDetails(context.HttpContext, errors);
        return new BadRequestObjectResult(problem) { ContentTypes = { "application/problem+json" } };
    }
}
