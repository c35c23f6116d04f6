using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace Bench.Floor;

/// <summary>The hosts that do the least: <c>POST /orders</c> stores a hash, and <c>GET /</c> does nothing.</summary>
internal static class FloorHost
{
    /// <summary>Makes this program run one of them instead of a benchmark; its value says which.</summary>
    public const string Switch = "floor";

    public static Task RunAsync(string[] arguments)
    {
        var builder = WebApplication.CreateBuilder(arguments);
        return builder.Configuration.GetValue<FloorKind>(Switch) switch
        {
            FloorKind.Own => OwnHost.RunAsync(builder),
            FloorKind.Mvc => BareMvc.RunAsync(builder),
            _ => BareMinimal.RunAsync(builder),
        };
    }
}
