using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using Shared.Redis.Settings;

namespace Shared.ServiceDefaults.Access;

/// <summary>
/// Who may do what. Off unless section <c>Authentication:Schemes:Bearer</c> says whose tokens are taken, or
/// <c>Authentication:Required</c> decides otherwise; when on, nothing is open but what says so.
/// </summary>
internal static class AccessRegistration
{
    private const string Bearer = "Authentication:Schemes:Bearer";

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
        services.AddSettings<AccessOptions>("Authentication");
        var isSetUp = configuration.GetSection(Bearer).Exists();
        var isOn = bool.TryParse(configuration["Authentication:Required"], out var isRequired) ? isRequired : isSetUp;
        var authentication = services.AddAuthentication();
        if (isOn)
        {
            authentication.AddJwtBearer();
            services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
                .Configure<IOptions<AccessOptions>>((bearer, access) => Set(bearer, access.Value));
            if ((configuration[$"{Bearer}:Authority"] ?? configuration[$"{Bearer}:MetadataAddress"]) is not null)
            {
                services.AddIssuer();
            }
        }

        services.AddOptions<AuthorizationOptions>().Configure<IOptions<AccessOptions>>((rules, access) =>
        {
            // Without a subject nobody could be told from anybody else.
            rules.FallbackPolicy = isOn ? new AuthorizationPolicyBuilder().RequireClaim("sub").Build() : null;
            foreach (var permission in Permissions.All)
            {
                rules.AddPolicy(permission, policy => _ = isOn
                    ? policy.RequireClaim("sub")
                        .RequireAssertion(context => Allows(context.User, access.Value.PermissionClaim, permission))
                    : policy.RequireAssertion(_ => true));
            }
        });
        services.AddAuthorization();
    }

    /// <summary>Takes the rules from endpoints where tokens are not asked for, as they would allow everything.</summary>
    public static void OpenUnlessTokensAreAskedFor(this IEndpointConventionBuilder endpoints, WebApplication app)
    {
        if (!app.Services.GetRequiredService<IOptions<AccessOptions>>().Value.IsOn)
        {
            endpoints.Add(endpoint =>
            {
                foreach (var rule in endpoint.Metadata.OfType<IAuthorizeData>().ToList())
                {
                    endpoint.Metadata.Remove(rule);
                }
            });
        }
    }

    private static void AddIssuer(this IServiceCollection services)
    {
        services.AddSingleton<Issuer>();
        services.AddHostedService(provider => provider.GetRequiredService<Issuer>());
        services.AddHealthChecks().AddCheck<Issuer>("issuer");
        services.AddSingleton<IssuerEvents>();
        services.Configure<JwtBearerOptions>(
            JwtBearerDefaults.AuthenticationScheme, bearer => bearer.EventsType = typeof(IssuerEvents));
    }

    private static void Set(JwtBearerOptions bearer, AccessOptions access)
    {
        bearer.MapInboundClaims = false; // A claim keeps the name that its RFC gives it.
        var rules = bearer.TokenValidationParameters;
        rules.ValidAlgorithms = _algorithms;
        rules.ClockSkew = TimeSpan.FromSeconds(30);
        rules.ValidIssuers = access.Schemes.Bearer!.Issuers;
        rules.ValidAudiences = access.Schemes.Bearer.Audiences;
        rules.ValidateAudience = !access.AnyAudience;
        bearer.BackchannelTimeout = access.Schemes.Bearer.BackchannelTimeout;
    }

    // One claim with all permissions, or one for each.
    private static bool Allows(ClaimsPrincipal caller, string claim, string permission) =>
        caller.FindAll(claim).Any(one => one.Value.Split(' ').Contains(permission));
}
