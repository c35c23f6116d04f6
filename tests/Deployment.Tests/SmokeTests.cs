namespace Deployment.Tests;

/// <summary>scripts/smoke.sh with an engine that fails.</summary>
public sealed class SmokeTests
{
    private DirectoryInfo _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("smoke-");

    [TearDown]
    public void RemoveFolder() => _folder.Delete(recursive: true);

    [TestCase("build", "FAILED: the images build", 0)]
    [TestCase("up", "FAILED: everything starts", 1)]
    public void It_ends_with_the_first_step_that_all_others_need(string step, string failure, int passed)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "docker"), $"""
            #!/bin/sh
            case " $* " in
              *" {step} "*) echo "the reason why" >&2; exit 1 ;;
            esac
            """);

        var (code, said) = Command.Run(
            Manifests.Repository,
            "chmod +x \"$FOLDER/docker\" && PATH=$FOLDER:$PATH scripts/smoke.sh",
            ("FOLDER", _folder.FullName), ("SECRETS", Path.Combine(_folder.FullName, "secrets")));

        Assert.That(code, Is.EqualTo(1));
        Assert.That(said, Does.Contain("the reason why").And.EndWith($"\n{passed} passed, 1 failed\n"));
        Assert.That(
            said.Split('\n').Where(line => line.StartsWith("FAILED", StringComparison.Ordinal)), Is.EqualTo([failure]));
    }
}
