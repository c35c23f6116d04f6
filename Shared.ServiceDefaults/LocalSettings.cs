using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Hosting;

namespace Shared.ServiceDefaults;

/// <summary>
/// Settings of this checkout alone, in a file that git ignores: tools such as <c>dotnet user-jwts</c> write settings for
/// development, and no other file would stay as it is.
/// </summary>
internal static class LocalSettings
{
    public static void AddLocalSettings(this WebApplicationBuilder builder)
    {
        if (builder.Environment.IsDevelopment())
        {
            // The first source, so that whatever else is said wins over it.
            builder.Configuration.Sources.Insert(
                0, new JsonConfigurationSource { Path = "appsettings.Local.json", Optional = true });
        }
    }
}
