using Microsoft.Extensions.DependencyInjection;

namespace Shared.ServiceDefaults.Flow;

/// <summary>Adds what shows how orders flow through a service.</summary>
internal static class FlowRegistration
{
    public static void AddFlow(this IServiceCollection services, string title) => services
        .AddSingleton<FlowWatch>()
        .AddSingleton(provider =>
            ActivatorUtilities.CreateInstance<FlowSampler>(provider, title.ToLowerInvariant()));
}
