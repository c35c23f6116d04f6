using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Shared.ServiceDefaults.Problems;

/// <summary>
/// Writes the errors that no controller answers. The framework's own service writes none when <c>Accept</c> does not
/// name JSON; an error in a media type that was not asked for is more useful than none.
/// </summary>
internal sealed class ProblemService(IOptions<ProblemDetailsOptions> options) : IProblemDetailsService
{
    /// <inheritdoc/>
    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var (response, problem) = (context.HttpContext.Response, context.ProblemDetails);
        problem.Status ??= response.StatusCode;
        options.Value.CustomizeProblemDetails!(context);
        await response.WriteAsJsonAsync(problem, problem.GetType(), options: null, ProblemRegistration.MediaType);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> TryWriteAsync(ProblemDetailsContext context)
    {
        await WriteAsync(context);
        return true;
    }
}
