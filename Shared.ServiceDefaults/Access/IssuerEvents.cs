using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;

namespace Shared.ServiceDefaults.Access;

/// <summary>
/// Answers 503 to a token while nobody can tell whether it is right: with 401 its owner would throw it away.
/// </summary>
internal sealed class IssuerEvents(Issuer issuer, IProblemDetailsService problems) : JwtBearerEvents
{
    public override Task MessageReceived(MessageReceivedContext context)
    {
        if (issuer.IsAwaited)
        {
            context.NoResult(); // The framework would ask the issuer for each request, and wait.
        }

        return Task.CompletedTask;
    }

    public override async Task Challenge(JwtBearerChallengeContext context)
    {
        if (issuer.IsAwaited && context.Request.Headers.Authorization.Count > 0)
        {
            context.HandleResponse();
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            await problems.WriteAsync(new ProblemDetailsContext
            {
                HttpContext = context.HttpContext,
                ProblemDetails =
                {
                    Status = StatusCodes.Status503ServiceUnavailable,
                    Detail = "The issuer of the tokens is away. Nothing was done; try again later.",
                },
            });
        }
    }
}
