using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace Shared.ServiceDefaults.Access;

/// <summary>
/// Who may do what. Off unless section <c>Authentication:Schemes:Bearer</c> says whose tokens are taken, or
/// <c>Authentication:Required</c> decides otherwise; when on, nothing is open but what says so.
/// </summary>
internal static class AccessRegistration
{
    // Asymmetric, and what `dotnet user-jwts` signs with. Which are taken is not the token's to say (RFC 8725, section
    // 3.1).
    private static readonly string[] _algorithms =
    [
        SecurityAlgorithms.RsaSha256,
        SecurityAlgorithms.RsaSsaPssSha256,
        SecurityAlgorithms.EcdsaSha256,
        SecurityAlgorithms.HmacSha256,
    ];

    public static void AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        var isSetUp = configuration.GetSection("Authentication:Schemes:Bearer").Exists();
        var isOn = configuration.GetValue("Authentication:Required", defaultValue: isSetUp);
        var authentication = services.AddAuthentication();
        if (isOn)
        {
            authentication.AddJwtBearer(bearer =>
            {
                bearer.MapInboundClaims = false; // A claim keeps the name that its RFC gives it.
                bearer.TokenValidationParameters.ValidAlgorithms = _algorithms;
                bearer.TokenValidationParameters.ClockSkew = TimeSpan.FromSeconds(30);
            });
        }

        services.AddAuthorization(access =>
        {
            // Without a subject nobody could be told from anybody else.
            access.FallbackPolicy = isOn ? new AuthorizationPolicyBuilder().RequireClaim("sub").Build() : null;
            foreach (var permission in Permissions.All)
            {
                access.AddPolicy(permission, policy => _ = isOn
                    ? policy.RequireClaim("sub").RequireAssertion(context => Allows(context.User, permission))
                    : policy.RequireAssertion(_ => true));
            }
        });
    }

    // One claim with all scopes, or one for each.
    private static bool Allows(ClaimsPrincipal caller, string permission) =>
        caller.FindAll("scope").Any(claim => claim.Value.Split(' ').Contains(permission));
}
