using System.Net.Mime;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Shared.ServiceDefaults.Problems;

/// <summary>
/// Writes the errors that no controller answers, whatever <c>Accept</c> says: the framework's own writers write none
/// where it does not name JSON, and an error in a media type that was not asked for is more useful than none.
/// </summary>
internal sealed class ProblemWriter(IOptions<ProblemDetailsOptions> options) : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var (response, problem) = (context.HttpContext.Response, context.ProblemDetails);
        problem.Status ??= response.StatusCode;
        options.Value.CustomizeProblemDetails!(context);
        await response.WriteAsJsonAsync(
            problem, problem.GetType(), options: null, MediaTypeNames.Application.ProblemJson);
    }
}
