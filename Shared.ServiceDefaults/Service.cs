using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Shared.ServiceDefaults.Health;

namespace Shared.ServiceDefaults;

/// <summary>A service of this system as a process.</summary>
public static class Service
{
    /// <summary>
    /// Runs a service until it is asked to stop. What keeps it from starting and is no fault of the program is said in a
    /// line for each problem.
    /// </summary>
    /// <param name="args">Settings, or <c>--health</c> and an address to ask instead whether a service is healthy.</param>
    /// <param name="title">Title of the service in its OpenAPI document.</param>
    /// <param name="description">Its description there.</param>
    /// <param name="addDomain">Adds what the service is for.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        string[] args, string title, string description, Action<IServiceCollection> addDomain)
    {
        if (args is ["--health", var address])
        {
            return await HealthProbe.IsHealthyAsync(address) ? 0 : 1;
        }

        try
        {
            var builder = WebApplication.CreateBuilder(args);
            builder.AddServiceDefaults(title, description);
            addDomain(builder.Services);
            await using var app = builder.Build();
            app.Services.GetRequiredService<IStartupValidator>().Validate();
            app.MapServiceDefaults();
            await app.RunServiceAsync();
            return Environment.ExitCode;
        }
        catch (OptionsValidationException fault)
        {
            return Refuse(fault.Failures);
        }
        catch (Exception fault) when (IsOfSurroundings(fault))
        {
            return Refuse([fault.Message]);
        }
    }

    /// <summary>Whether a file, an address or a setting of the framework cannot be used.</summary>
    private static bool IsOfSurroundings(Exception fault) =>
        fault is IOException or UnauthorizedAccessException or InvalidDataException or FormatException
        || (fault is InvalidOperationException { Source: { } source }
            && (source.StartsWith("Microsoft.AspNetCore.Server", StringComparison.Ordinal)
                || source.StartsWith("Microsoft.Extensions.Logging", StringComparison.Ordinal)));

    private static int Refuse(IEnumerable<string> problems)
    {
        foreach (var problem in problems)
        {
            System.Console.Error.WriteLine($"Not started: {problem.ReplaceLineEndings(" ")}");
        }

        return 1;
    }
}
