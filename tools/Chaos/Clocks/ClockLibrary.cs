using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;

namespace Chaos.Clocks;

/// <summary>Lets a process see another time than it is; compiled where the run keeps its files.</summary>
internal static class ClockLibrary
{
    /// <summary>Compiles it.</summary>
    /// <returns>Its file, or <see langword="null"/> where there is no C compiler, or none that can do it.</returns>
    public static async Task<string?> TryBuildAsync(DirectoryInfo folder)
    {
        var source = Path.Combine(folder.FullName, "shifted_clock.c");
        var library = Path.ChangeExtension(source, ".so");
        await using (var file = File.Create(source))
        {
            await Assembly.GetExecutingAssembly().GetManifestResourceStream("shifted_clock.c")!.CopyToAsync(file);
        }

        try
        {
            using var compiler = Process.Start("cc", ["-shared", "-fPIC", "-O2", "-o", library, source, "-ldl"]);
            await compiler.WaitForExitAsync();
            return OperatingSystem.IsLinux() && compiler.ExitCode == 0 ? library : null;
        }
        catch (Win32Exception)
        {
            return null; // There is no cc.
        }
    }
}
