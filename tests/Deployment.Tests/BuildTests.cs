namespace Deployment.Tests;

/// <summary>What is built does not depend on who builds it.</summary>
public sealed class BuildTests
{
    private const string Evaluate =
        "dotnet msbuild Payment.Api -p:Configuration=Release -getProperty:TargetPath -getProperty:Version " +
        "-getProperty:IntermediateOutputPath -getProperty:PlatformTarget -getProperty:DefineConstants";

    [TestCase("VERSION", "x")]
    [TestCase("Platform", "MCD")]
    [TestCase("OUTPUTPATH", "elsewhere/")]
    [TestCase("OutDir", "elsewhere/")]
    [TestCase("BaseIntermediateOutputPath", "elsewhere/")]
    [TestCase("targetframeworks", "net8.0")]
    [TestCase("AssemblyName", "other")]
    [TestCase("RuntimeIdentifier", "linux-arm64")]
    public void No_variable_of_the_environment_decides_what_is_built(string name, string value)
    {
        var usual = Command.Run(Manifests.Repository, Evaluate);

        Assert.That(usual.Said, Does.Contain("bin/Release/net10.0/Payment.Api.dll"));
        Assert.That(Command.Run(Manifests.Repository, Evaluate, (name, value)), Is.EqualTo(usual));
    }

    [TestCase("Platform", "MCD")]
    [TestCase("PLATFORM", "arm")]
    [TestCase("CONFIGURATION", "Nightly")]
    public void No_variable_of_the_environment_chooses_among_the_configurations_of_the_solution(
        string name, string value)
    {
        var (code, said) = Command.Run(
            Manifests.Repository, "dotnet msbuild Microservices.sln -t:ValidateSolutionConfiguration", (name, value));

        Assert.That(code, Is.Zero, said);
    }
}
