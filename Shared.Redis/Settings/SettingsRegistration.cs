using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Shared.Redis.Settings;

/// <summary>Adds settings to a service.</summary>
public static class SettingsRegistration
{
    /// <summary>Binds a section to a class, and has all of it checked before the host starts anything.</summary>
    /// <remarks>Several classes may share a section.</remarks>
    public static IServiceCollection AddSettings<TOptions>(this IServiceCollection services, string section)
        where TOptions : class
    {
        services.AddOptions<TOptions>().BindConfiguration(section);
        services.AddOptions<AllSettings>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AllSettings>, SettingsCheck>());
        return services.AddSingleton(new SettingsSection(section, typeof(TOptions)));
    }
}
