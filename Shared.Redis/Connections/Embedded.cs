namespace Shared.Redis.Connections;

/// <summary>Files that are embedded in an assembly.</summary>
public static class Embedded
{
    /// <summary>The text of a file that is embedded in the assembly of a class.</summary>
    /// <exception cref="InvalidOperationException">No such file is embedded.</exception>
    public static string Text<TOwner>(string name)
    {
        var assembly = typeof(TOwner).Assembly;
        using var stream = assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException(
                $"{name} is not in {assembly.GetName().Name}: add the file to the project and rebuild.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
