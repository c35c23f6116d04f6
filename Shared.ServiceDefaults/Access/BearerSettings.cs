using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Shared.Redis.Settings;

namespace Shared.ServiceDefaults.Access;

/// <summary>
/// Section <c>Authentication:Schemes:Bearer</c>: the keys that the framework reads there, so that they can be checked
/// before it does. See <see cref="Microsoft.AspNetCore.Authentication.JwtBearer.JwtBearerOptions"/>.
/// </summary>
public sealed class BearerSettings
{
    /// <summary>The issuer of the tokens, whose keys are asked of it (OpenID Connect Discovery 1.0, section 4).</summary>
    public Uri? Authority { get; set; }

    /// <summary>Where its keys are asked for, if not below the authority.</summary>
    public Uri? MetadataAddress { get; set; }

    /// <summary>Whether it is only asked over TLS.</summary>
    public bool RequireHttpsMetadata { get; set; } = true;

    /// <summary>Keys that are known without asking: issuer and value of each.</summary>
    public IConfigurationSection? SigningKeys { get; set; }

    /// <summary>The issuer that a token has to name.</summary>
    public string? ValidIssuer { get; set; }

    /// <summary>Further ones.</summary>
    public TextList ValidIssuers { get; set; } = [];

    /// <summary>Whether it has to name one of them.</summary>
    public bool ValidateIssuer { get; set; } = true;

    /// <summary>For whom a token has to be.</summary>
    public string? ValidAudience { get; set; }

    /// <summary>Others that it may be for.</summary>
    public TextList ValidAudiences { get; set; } = [];

    /// <summary>Whether it has to be for one of them.</summary>
    public bool ValidateAudience { get; set; } = true;

    /// <summary>How long the issuer may take to answer.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan BackchannelTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How soon the issuer is asked again for a key that is not known.</summary>
    public TimeSpan? RefreshInterval { get; set; }

    /// <summary>How often the issuer is asked for new keys.</summary>
    public TimeSpan? AutomaticRefreshInterval { get; set; }

    /// <summary>For whom tokens may be.</summary>
    public IEnumerable<string> Audiences => [.. ValidAudiences, .. Named(ValidAudience)];

    /// <summary>Whose tokens are taken, beside those of the authority.</summary>
    public IEnumerable<string> Issuers => [.. ValidIssuers, .. Named(ValidIssuer)];

    /// <summary>What would take tokens that should not be, or none at all.</summary>
    internal IEnumerable<string> FindProblems(bool anyAudience)
    {
        foreach (var (name, address) in new[] { ("Authority", Authority), ("MetadataAddress", MetadataAddress) })
        {
            if (address is { IsAbsoluteUri: false } || address?.Scheme is not (null or "http" or "https"))
            {
                yield return $"{name}={address} cannot be used; it must be a URL such as https://login.example.com.";
            }
            else if (address?.Scheme == "http" && RequireHttpsMetadata)
            {
                yield return $"{name}={address} cannot be used; it must be https, unless RequireHttpsMetadata is false.";
            }
        }

        if ((Authority ?? MetadataAddress) is null && SigningKeys?.GetChildren().Any() != true)
        {
            yield return "Authority is missing, and so are SigningKeys: there is nothing to check a token with.";
        }

        if (!ValidateIssuer)
        {
            yield return "ValidateIssuer=False cannot be used; name each of them in ValidIssuers.";
        }

        if (!anyAudience && (!ValidateAudience || !Audiences.Any()))
        {
            yield return "ValidAudience is missing, or not asked for: tokens for other services would be taken. "
                + "If they may be, say Authentication:AnyAudience=true.";
        }
    }

    private static string[] Named(string? one) => string.IsNullOrEmpty(one) ? [] : [one];
}
