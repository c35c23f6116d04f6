namespace Shared.ServiceDefaults.OpenApi;

/// <summary>Section <c>Swagger</c>.</summary>
public sealed class SwaggerSettings
{
    /// <summary>Whether the document and the page that shows it are served; in development by default.</summary>
    public bool? Enabled { get; set; }
}
