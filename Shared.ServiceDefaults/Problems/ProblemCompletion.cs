using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Shared.Redis.Connections;

namespace Shared.ServiceDefaults.Problems;

/// <summary>Says what the catalog says, where a problem says nothing of its own.</summary>
internal static class ProblemCompletion
{
    private const string RetryAfterSeconds = "1";

    public static void Complete(ProblemDetailsContext context)
    {
        var (http, problem) = (context.HttpContext, context.ProblemDetails);
        var status = problem.Status!.Value;
        var type = ProblemType.ForStatus(status);
        var isExplained = problem.Detail is not null;
        problem.Type ??= type is null
            ? "about:blank" // RFC 9457, section 4.2.1: the status code says it all
            : http.Request.PathBase + type.Uri;
        problem.Title = problem is HttpValidationProblemDetails ? type?.Title
            : problem.Title ?? type?.Title ?? ReasonPhrases.GetReasonPhrase(status);
        problem.Detail ??= (context.Exception as PartUnavailableException)?.Message ?? type?.Explanation;
        problem.Extensions["traceId"] = Activity.Current?.Id ?? http.TraceIdentifier;
        switch (status)
        {
            case StatusCodes.Status400BadRequest when problem is not HttpValidationProblemDetails:
                problem.Extensions["errors"] =
                    new Dictionary<string, string[]> { ["body"] = [InvalidInput.Unreadable] };
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
