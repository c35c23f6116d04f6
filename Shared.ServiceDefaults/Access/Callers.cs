using System.Security.Claims;

namespace Shared.ServiceDefaults.Access;

/// <summary>Who sends a request.</summary>
public static class Callers
{
    /// <summary>The <c>sub</c> of the caller's token (RFC 7519, section 4.1.2); null where none is asked for.</summary>
    public static string? Subject(this ClaimsPrincipal user) => user.FindFirstValue("sub");
}
