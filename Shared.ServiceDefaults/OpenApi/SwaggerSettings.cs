using Microsoft.Extensions.Hosting;

namespace Shared.ServiceDefaults.OpenApi;

/// <summary>Section <c>Swagger</c>.</summary>
public sealed class SwaggerSettings
{
    /// <summary>Whether the document and the page that shows it are served; in development by default.</summary>
    public bool? Enabled { get; set; }

    /// <summary>Whether they are served there.</summary>
    public bool IsShownIn(IHostEnvironment environment) => Enabled ?? environment.IsDevelopment();
}
