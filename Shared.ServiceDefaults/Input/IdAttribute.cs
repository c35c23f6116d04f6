using System.ComponentModel.DataAnnotations;
using Shared.Contracts;

namespace Shared.ServiceDefaults.Input;

/// <summary>Takes ids only as every service and every client can carry them in a path, a key and a stream.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class IdAttribute : RegularExpressionAttribute
{
    public IdAttribute() : base($"^[A-Za-z0-9_-]{{1,{Limits.IdLength}}}$") =>
        ErrorMessage = $"Must be 1 to {Limits.IdLength} characters out of A-Z a-z 0-9 _ -.";
}
