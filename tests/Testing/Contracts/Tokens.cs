using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Testing.Contracts;

/// <summary>Tokens as <c>dotnet user-jwts</c> makes them, and the settings of a service that takes them.</summary>
public static class Tokens
{
    private const string Issuer = "tests";
    private const string Audience = "shop";

    private static readonly SymmetricSecurityKey _key = new([.. Enumerable.Range(1, 64).Select(octet => (byte)octet)]);

    public static Dictionary<string, string?> Settings { get; } = new()
    {
        ["Authentication:Schemes:Bearer:ValidIssuer"] = Issuer,
        ["Authentication:Schemes:Bearer:ValidAudience"] = Audience,
        ["Authentication:Schemes:Bearer:SigningKeys:0:Issuer"] = Issuer,
        ["Authentication:Schemes:Bearer:SigningKeys:0:Value"] = Convert.ToBase64String(_key.Key),
    };

    /// <summary>A token that is valid, but for what a test changes.</summary>
    public static string Create(
        string? subject = "alice", string scope = "", Action<SecurityTokenDescriptor>? change = null)
    {
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            NotBefore = DateTime.UtcNow.AddHours(-1),
            Expires = DateTime.UtcNow.AddHours(1),
            SigningCredentials = new SigningCredentials(_key, SecurityAlgorithms.HmacSha256),
            Claims = new Dictionary<string, object> { ["scope"] = scope },
        };
        if (subject is not null)
        {
            descriptor.Claims["sub"] = subject;
        }

        change?.Invoke(descriptor);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }

    /// <summary>Tokens that no service may take, by what is wrong with them.</summary>
    public static Dictionary<string, Func<string, string>> Wrong { get; } = new()
    {
        ["expired"] = Changed(token => token.Expires = DateTime.UtcNow.AddMinutes(-1)),
        ["not yet valid"] = Changed(token => token.NotBefore = DateTime.UtcNow.AddMinutes(1)),
        ["without an end"] = Changed(token => token.Expires = null),
        ["of another issuer"] = Changed(token => token.Issuer = "others"),
        ["for another audience"] = Changed(token => token.Audience = "others"),
        ["signed with another key"] = Changed(token => token.SigningCredentials =
            new SigningCredentials(new SymmetricSecurityKey(new byte[64]), SecurityAlgorithms.HmacSha256)),
        ["signed with another algorithm"] = Changed(token => token.SigningCredentials =
            new SigningCredentials(_key, SecurityAlgorithms.HmacSha512)),
        ["not signed"] = Changed(token => token.SigningCredentials = null),
        ["tampered with"] = scope => Tamper(Create(subject: "mallory", scope: scope)),
        ["no token"] = _ => "e30.e30.e30",
    };

    private static Func<string, string> Changed(Action<SecurityTokenDescriptor> change) =>
        scope => Create(scope: scope, change: change);

    // The signature of one token under the claims of another.
    private static string Tamper(string token) =>
        string.Join('.', [.. Create(scope: "products:write orders:place").Split('.')[..2], token.Split('.')[2]]);
}
