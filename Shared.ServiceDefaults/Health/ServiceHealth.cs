using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Shared.ServiceDefaults.Health;

/// <summary>How a service is.</summary>
/// <param name="Status" example="Healthy">Healthy, Degraded or Unhealthy: the worst of the checks.</param>
/// <param name="Checks">What each check found, by its name: store, broker, loops, deadLetters; and issuer, where one is asked for keys.</param>
public sealed record ServiceHealth(string Status, IReadOnlyDictionary<string, string> Checks)
{
    internal static ServiceHealth Of(HealthReport report) => new(
        report.Status.ToString(),
        report.Entries.ToDictionary(
            check => check.Key, check => check.Value.Description ?? check.Value.Status.ToString()));
}
