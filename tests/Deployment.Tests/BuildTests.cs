using System.Net;
using System.Text;

namespace Deployment.Tests;

/// <summary>What is built does not depend on who builds it.</summary>
public sealed class BuildTests
{
    private const string Evaluate =
        "dotnet msbuild Payment.Api -p:Configuration=Release -getProperty:TargetPath -getProperty:Version " +
        "-getProperty:IntermediateOutputPath -getProperty:PlatformTarget -getProperty:DefineConstants";

    private DirectoryInfo _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("build-");

    [TearDown]
    public void RemoveFolder() => _folder.Delete(recursive: true);

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
    [TestCase("PLATFORM", "x64")]
    [TestCase("CONFIGURATION", "Nightly")]
    public void No_variable_of_the_environment_chooses_among_the_configurations_of_the_solution(
        string name, string value)
    {
        var (code, said) = Command.Run(
            Manifests.Repository, "dotnet msbuild Microservices.sln -t:ValidateSolutionConfiguration", (name, value));

        Assert.That(code, Is.Zero, said);
    }

    [Test]
    public void A_package_with_a_known_vulnerability_fails_the_build_of_CI()
    {
        using var audit = new AuditSource("NUnit");
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

    /// <summary>Says that all versions of a package are critically vulnerable, as package registries do.</summary>
    private sealed class AuditSource : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly string _package;

        public AuditSource(string package)
        {
            _package = package;
            Address = $"http://localhost:{Random.Shared.Next(20_000, 30_000)}/index.json";
            _listener.Prefixes.Add(new Uri(new Uri(Address), "/").ToString());
            _listener.Start();
            _ = AnswerAsync();
        }

        public string Address { get; }

        public void Dispose() => _listener.Close();

        private async Task AnswerAsync()
        {
            while (_listener.IsListening)
            {
                try
                {
                    var call = await _listener.GetContextAsync();
                    await call.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(
                        AnswerTo(call.Request.Url!.AbsolutePath)));
                    call.Response.Close();
                }
                catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException)
                {
                    return; // The test is over.
                }
            }
        }

        private string AnswerTo(string path) => path switch
        {
            "/index.json" => $$"""
                {
                  "version": "3.0.0",
                  "resources": [{ "@id": "{{new Uri(new Uri(Address), "/pages")}}", "@type": "VulnerabilityInfo/6.7.0" }]
                }
                """,
            "/pages" => $$"""
                [{ "@name": "all", "@id": "{{new Uri(new Uri(Address), "/all")}}", "@updated": "2026-01-01T00:00:00Z" }]
                """,
            _ => $$"""
                { "{{_package.ToLowerInvariant()}}": [{ "severity": 3, "url": "https://example.org/1", "versions": "(, )" }] }
                """,
        };
    }
}
