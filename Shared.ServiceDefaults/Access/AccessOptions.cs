using System.ComponentModel.DataAnnotations;

namespace Shared.ServiceDefaults.Access;

/// <summary>
/// Section <c>Authentication</c>: whether tokens are asked for, and whose are taken. What would take more of them than
/// its owner believes is refused.
/// </summary>
public sealed class AccessOptions : IValidatableObject
{
    /// <summary>Whether tokens are asked for; by default, whether it is said whose are taken.</summary>
    public bool? Required { get; set; }

    /// <summary>
    /// Whether tokens are taken that were made for other services. Without it an audience has to be named (RFC 8725,
    /// section 3.9).
    /// </summary>
    public bool AnyAudience { get; set; }

    /// <summary>Name of the claim that holds the permissions; some issuers call it <c>scp</c>.</summary>
    [Required]
    public string PermissionClaim { get; set; } = "scope";

    /// <summary>Whose tokens are taken, by kind of token.</summary>
    public Kinds Schemes { get; set; } = new();

    /// <summary>Whether tokens are asked for.</summary>
    public bool IsOn => Required ?? Schemes.Bearer is not null;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsOn)
        {
            return [];
        }

        return Schemes.Bearer is { } bearer
            ? bearer.FindProblems(AnyAudience).Select(problem => new ValidationResult($"Schemes:Bearer:{problem}"))
            : [new ValidationResult("Required is true, but Authentication:Schemes:Bearer says not whose tokens are taken.")];
    }

    /// <summary>The kinds of tokens.</summary>
    public sealed class Kinds
    {
        /// <summary>Whose bearer tokens are taken; nobody's by default.</summary>
        public BearerSettings? Bearer { get; set; }
    }
}
