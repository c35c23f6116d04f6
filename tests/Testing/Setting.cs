using System.Globalization;

namespace Testing;

/// <summary>What whoever runs a test may set in the environment.</summary>
public static class Setting
{
    /// <summary>A number of the environment.</summary>
    /// <param name="name">Name of the variable.</param>
    /// <param name="otherwise">What it is when nobody sets it.</param>
    public static int Number(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : otherwise;
}
