namespace EndToEnd.Tests;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    public static string Folder { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "Microservices.sln")) ? folder : Find(Path.GetDirectoryName(folder)!);
}
