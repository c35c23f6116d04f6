namespace Shared.ServiceDefaults.Console;

/// <summary>Section <c>Console</c>.</summary>
public sealed class ConsoleOptions
{
    /// <summary>Whether <c>/console</c> is served; by default where Swagger is.</summary>
    public bool? Enabled { get; set; }

    /// <summary>
    /// Address of the other service as browsers see it, so that the page shows both; none by default. It has to name the
    /// origin of this page in its <c>Cors:Origins</c>.
    /// </summary>
    [HttpAddress]
    public Uri? Peer { get; set; }
}
