using System.ComponentModel.DataAnnotations;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Shared.ServiceDefaults.Access;

/// <summary>How many requests one caller may send: section <c>RateLimit</c>. A caller is the subject of a token, or an address.</summary>
public sealed class RateLimitOptions
{
    /// <summary>Requests per second in the long run; no limit by default.</summary>
    [Range(1, 1_000_000)]
    public int? PerSecond { get; set; }

    /// <summary>Requests at once, after a rest.</summary>
    [Range(1, 1_000_000)]
    public int Burst { get; set; } = 100;
}

/// <summary>Answers 429 (RFC 6585, section 4) to a caller who sends more.</summary>
internal static class RateLimits
{
    private static readonly TimeSpan _period = TimeSpan.FromSeconds(1);

    public static void AddRateLimits(this IServiceCollection services)
    {
        services.AddOptions<RateLimitOptions>().BindConfiguration("RateLimit").ValidateDataAnnotations().ValidateOnStart();
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<RateLimitOptions>>((limiter, options) =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = (rejected, _) =>
            {
                rejected.HttpContext.Response.Headers.RetryAfter = $"{_period.TotalSeconds}";
                return ValueTask.CompletedTask;
            };
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http =>
                RateLimitPartition.GetTokenBucketLimiter(Caller(http), _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = options.Value.Burst,
                    TokensPerPeriod = options.Value.PerSecond!.Value,
                    ReplenishmentPeriod = _period,
                }));
        });
    }

    public static void UseRateLimits(this WebApplication app)
    {
        // The framework's limiter wakes the process up twenty times a second, even when it limits nothing.
        if (app.Services.GetRequiredService<IOptions<RateLimitOptions>>().Value.PerSecond is not null)
        {
            app.UseRateLimiter();
        }
    }

    private static string Caller(HttpContext http) =>
        http.User.Subject() is { } subject ? $"sub {subject}" : $"address {http.Connection.RemoteIpAddress}";
}
