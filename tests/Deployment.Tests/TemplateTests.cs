namespace Deployment.Tests;

/// <summary>What <c>dotnet new stream-services</c> makes of this repository.</summary>
public sealed class TemplateTests
{
    private const string OldName = @"(^|[^.])\b(Inventory|Payment)\.Api|\b(Inventory|Payment)_Api|Microservices";

    private DirectoryInfo _folder = null!;
    private string _files = "";

    private string Made => Path.Combine(_folder.FullName, "Shop");

    [OneTimeSetUp]
    public void Make()
    {
        _folder = Directory.CreateTempSubdirectory("template-");
        var hive = $"--debug:custom-hive {_folder.FullName}/hive";
        Run(Manifests.Repository, $"dotnet new install . {hive}");
        Run(Manifests.Repository, $"dotnet new stream-services -n Shop -o {Made} {hive}");
        _files = Run(Made, "find . -type f");
    }

    [OneTimeTearDown]
    public void Remove() => _folder.Delete(recursive: true);

    [Test]
    public void Everything_has_the_new_name() => Assert.That(
        Run(Made, $"grep -rnIE '{OldName}' --exclude LICENSE . || true") +
        Run(Made, "find . -name 'Microservices*' -o -name 'Inventory.Api*' -o -name 'Payment.Api*'"),
        Is.Empty);

    [Test]
    public void Nothing_comes_along_that_is_built_or_secret() => Assert.That(
        _files,
        Does.Contain("./README.md").And
            .Not.Match(@"/(bin|obj|TestResults|node_modules|secrets|\.data|\.git)/|/\.env\n"));

    [Test]
    public void Its_scripts_run() => Assert.That(Run(Made, "./run.sh --help"), Does.StartWith("Usage: ./run.sh"));

    // Both services, what they share, and some tests of one, also of what it calls itself: the names in the others are
    // changed in the same way. The analyzers have seen this code before.
    [Test]
    public void It_builds_and_passes_its_tests()
    {
        Run(Made, "dotnet build Shop.Payment.Api -v quiet -p:RunAnalyzers=false");

        const string Some = "FullyQualifiedName~ProductKeysTests|Name~knows_its_service";
        Assert.That(
            Run(Made, $"dotnet test tests/Shop.Inventory.Api.Tests -p:RunAnalyzers=false --filter '{Some}'"),
            Does.Contain("Passed!"));
    }

    private static string Run(string folder, string command)
    {
        var (code, said) = Command.Run(folder, command);
        Assert.That(code, Is.Zero, said);
        return said;
    }
}
