using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Shared.ServiceDefaults.Access;

/// <summary>
/// Asks the issuer of the tokens for its keys until it has given them: before that a token is neither right nor wrong.
/// Later the framework asks again now and then, and goes on with what it knows while the issuer is away.
/// </summary>
internal sealed partial class Issuer(IOptionsMonitor<JwtBearerOptions> options, TimeProvider time, ILogger<Issuer> logger)
    : BackgroundService, IHealthCheck
{
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(2);

    private volatile bool _isAwaited = true;

    /// <summary>Whether its keys are not known yet.</summary>
    public bool IsAwaited => _isAwaited;

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(IsAwaited ? HealthCheckResult.Unhealthy("keys not known yet") : HealthCheckResult.Healthy());

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var bearer = options.Get(JwtBearerDefaults.AuthenticationScheme);
        for (var isFirst = true; !await HasKeysAsync(bearer, isFirst, stoppingToken); isFirst = false)
        {
            await Task.Delay(_pause, time, stoppingToken);
        }

        _isAwaited = false;
    }

    private async Task<bool> HasKeysAsync(JwtBearerOptions bearer, bool isFirst, CancellationToken stoppingToken)
    {
        try
        {
            await bearer.ConfigurationManager!.GetConfigurationAsync(stoppingToken);
            if (!isFirst)
            {
                LogThere(bearer.MetadataAddress!);
            }

            return true;
        }
        catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
        {
            if (isFirst)
            {
                LogAwaited(bearer.MetadataAddress!, fault.GetBaseException().Message);
            }

            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The issuer of the tokens does not give its keys at {Address}, waiting for them: {Reason}")]
    private partial void LogAwaited(string address, string reason);

    [LoggerMessage(LogLevel.Information, "The issuer of the tokens has given its keys at {Address}")]
    private partial void LogThere(string address);
}
