using System.Text.RegularExpressions;

namespace Deployment.Tests;

/// <summary>What the compose files mount.</summary>
public sealed partial class ComposeTests
{
    [TestCase("docker-compose.yml", 8)]
    [TestCase("docker-compose.cluster.yml", 4)]
    [TestCase("docker-compose.tls.yml", 2)]
    [TestCase("deploy/observability/docker-compose.observability.yml", 5)]
    public void What_is_mounted_from_this_machine_is_read_only_and_labelled_for_SELinux(string file, int count)
    {
        var mounts = Mount().Matches(File.ReadAllText(Path.Combine(Manifests.Repository, file)))
            .Select(mount => mount.Groups["options"].Value);

        Assert.That(mounts, Has.Exactly(count).Items.And.All.EqualTo("ro,z"));
    }

    [GeneratedRegex("""[- "](\./|\$\{SECRETS)[^\n"]*:/[^:\n"]*(:(?<options>[a-z,]+))?["\n]""")]
    private static partial Regex Mount();
}
