using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Shared.Redis.Settings;

namespace Shared.ServiceDefaults.Access;

/// <summary>Answers 429 (RFC 6585, section 4) to a caller who sends more.</summary>
internal static class RateLimits
{
    private static readonly TimeSpan _period = TimeSpan.FromSeconds(1);

    public static void AddRateLimits(this IServiceCollection services)
    {
        services.AddSettings<RateLimitOptions>("RateLimit");
        services.AddRateLimiter();
    }

    public static void UseRateLimits(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<RateLimitOptions>>().Value;
        if (options.PerSecond is not { } perSecond)
        {
            return; // A limiter that limits nothing would wake the process up twenty times a second all the same.
        }

        app.UseRateLimiter(new RateLimiterOptions
        {
            RejectionStatusCode = StatusCodes.Status429TooManyRequests,
            OnRejected = (rejected, _) =>
            {
                rejected.HttpContext.Response.Headers.RetryAfter = $"{_period.TotalSeconds}";
                return ValueTask.CompletedTask;
            },
            GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http =>
                RateLimitPartition.GetTokenBucketLimiter(Caller(http), _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = options.Burst,
                    TokensPerPeriod = perSecond,
                    ReplenishmentPeriod = _period,
                })),
        });
    }

    private static string Caller(HttpContext http) =>
        http.User.Subject() is { } subject ? $"sub {subject}" : $"address {Household(http.Connection.RemoteIpAddress)}";

    /// <summary>
    /// What a caller cannot choose: of IPv6 he has at least a /64 (RFC 6177), and his IPv4 address may come as an IPv6 one
    /// (RFC 4291, section 2.5.5.2).
    /// </summary>
    private static string? Household(IPAddress? address) => address switch
    {
        { IsIPv4MappedToIPv6: true } => $"{address.MapToIPv4()}",
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes(), 0, 8),
        _ => address?.ToString(),
    };
}
