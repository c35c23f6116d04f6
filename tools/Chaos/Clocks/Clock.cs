using System.IO.MemoryMappedFiles;

namespace Chaos.Clocks;

/// <summary>The wall clock that one process sees, over its restarts; it can be set while the process runs.</summary>
/// <param name="file">Holds how far it is off.</param>
/// <param name="library">From <see cref="ClockLibrary"/>; without it the clock is the machine's.</param>
internal sealed class Clock(string file, string? library) : IDisposable
{
    private readonly MemoryMappedFile? _offset =
        library is null ? null : MemoryMappedFile.CreateFromFile(file, FileMode.Create, mapName: null, sizeof(long));

    /// <summary>What the process has to find in its environment.</summary>
    public IEnumerable<(string Name, string Value)> Environment =>
        library is null ? [] : [("LD_PRELOAD", library), ("CLOCK_OFFSET", file)];

    /// <summary>How far it is ahead of the machine's clock, to the second; behind, when negative.</summary>
    public void Set(TimeSpan ahead)
    {
        using var seconds = _offset?.CreateViewAccessor();
        seconds?.Write(0, (long)ahead.TotalSeconds);
    }

    public void Dispose() => _offset?.Dispose();
}
