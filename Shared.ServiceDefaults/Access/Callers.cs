using System.Security.Claims;

namespace Shared.ServiceDefaults.Access;

/// <summary>Who sends a request.</summary>
public static class Callers
{
    /// <summary>The <c>sub</c> of the caller's token (RFC 7519, section 4.1.2); <see langword="null"/> when tokens are not asked for.</summary>
    /// <param name="user">The user of the request.</param>
    public static string? Subject(this ClaimsPrincipal user) => user.FindFirstValue("sub");
}
