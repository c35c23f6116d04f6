namespace Deployment.Tests;

/// <summary>Who is held up by a vulnerable package, and by a registry that does not say which are.</summary>
public sealed class AuditTests
{
    private DirectoryInfo _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("audit-");

    [TearDown]
    public void RemoveFolder() => _folder.Delete(recursive: true);

    [Test]
    public void A_package_with_a_known_vulnerability_fails_the_build_of_CI()
    {
        using var audit = new AuditSource("nunit");
        WriteProject(audit.Address);

        var (code, said) = Restore("true");

        Assert.That(code, Is.Not.Zero);
        Assert.That(said, Does.Contain("error NU1904"));
    }

    [TestCase("", ExpectedResult = 0)]
    [TestCase("false", ExpectedResult = 0)]
    [TestCase("true", ExpectedResult = 1, Description = "What was not looked for is not known to be absent.")]
    public int Only_the_build_of_CI_needs_to_know_the_vulnerabilities(string isContinuousIntegration)
    {
        WriteProject("http://localhost:1/index.json");

        return Restore(isContinuousIntegration).Code;
    }

    /// <summary>A project with the settings of all projects, and a package that is there already.</summary>
    private void WriteProject(string auditSource)
    {
        foreach (var file in (string[])["Directory.Build.props", "Directory.Packages.props", "global.json"])
        {
            File.Copy(Path.Combine(Manifests.Repository, file), Path.Combine(_folder.FullName, file));
        }

        File.WriteAllText(Path.Combine(_folder.FullName, "nuget.config"), $"""
            <configuration>
              <auditSources>
                <clear />
                <add key="audit" value="{auditSource}" allowInsecureConnections="true" />
              </auditSources>
            </configuration>
            """);
        File.WriteAllText(Path.Combine(_folder.FullName, "some.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <ItemGroup>
                <PackageReference Include="NUnit" />
              </ItemGroup>
            </Project>
            """);
    }

    private (int Code, string Said) Restore(string isContinuousIntegration) => Command.Run(
        _folder.FullName,
        "dotnet restore",
        ("CI", isContinuousIntegration),
        ("NUGET_HTTP_CACHE_PATH", Path.Combine(_folder.FullName, "cache")));
}
