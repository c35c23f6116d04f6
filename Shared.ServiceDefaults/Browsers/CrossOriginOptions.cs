using Shared.Redis.Settings;

namespace Shared.ServiceDefaults.Browsers;

/// <summary>Section <c>Cors</c>.</summary>
public sealed class CrossOriginOptions
{
    /// <summary>Origins whose pages may use the service, or <c>*</c> for all; none by default.</summary>
    [Origins]
    public TextList Origins { get; set; } = [];
}
