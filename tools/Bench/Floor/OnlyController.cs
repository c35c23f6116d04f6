using System.Reflection;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.Extensions.DependencyInjection;

namespace Bench.Floor;

/// <summary>Lets a host have one controller of this program, which has several for the same address.</summary>
internal static class OnlyController
{
    public static IMvcBuilder UseOnly<TController>(this IMvcBuilder mvc) => mvc.ConfigureApplicationPartManager(parts =>
    {
        parts.ApplicationParts.Clear();
        parts.ApplicationParts.Add(new Part(typeof(TController).GetTypeInfo()));
    });

    private sealed class Part(TypeInfo controller) : ApplicationPart, IApplicationPartTypeProvider
    {
        public override string Name => controller.Name;

        public IEnumerable<TypeInfo> Types => [controller];
    }
}
