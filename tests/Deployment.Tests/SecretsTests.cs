namespace Deployment.Tests;

/// <summary>What scripts/secrets.sh leaves behind, in a checkout of its own.</summary>
public sealed class SecretsTests
{
    private DirectoryInfo _checkout = null!;

    [SetUp]
    public void CheckOut()
    {
        _checkout = Directory.CreateTempSubdirectory("secrets ");
        var copied = Command.Run(
            Manifests.Repository, "umask 077 && cp -r scripts deploy \"$CHECKOUT\"", ("CHECKOUT", _checkout.FullName));
        Assert.That(copied.Code, Is.Zero, copied.Said);
    }

    [TearDown]
    public void Remove() => _checkout.Delete(recursive: true);

    [TestCase(null, "SECRETS=./secrets\n")]
    [TestCase("", "SECRETS=./secrets\n")]
    [TestCase("A=1", "A=1\nSECRETS=./secrets\n")]
    [TestCase("A=1\n# without an end", "A=1\n# without an end\nSECRETS=./secrets\n")]
    [TestCase("A=1\n", "A=1\nSECRETS=./secrets\n")]
    [TestCase("SECRETS=elsewhere", "SECRETS=elsewhere")]
    public void The_settings_of_compose_keep_their_lines(string? before, string after)
    {
        var settings = Path.Combine(_checkout.FullName, ".env");
        if (before is not null)
        {
            File.WriteAllText(settings, before);
        }

        MakeSecrets("umask 022");

        Assert.That(File.ReadAllText(settings), Is.EqualTo(after));
    }

    [TestCase("umask 077")]
    [TestCase("umask 027")]
    [TestCase("umask 022")]
    public void What_containers_mount_is_readable_there_and_nothing_else(string umask)
    {
        MakeSecrets(umask);

        Assert.That(Find("deploy secrets/{broker,{inventory,payment}{,-store,-tls}} ! -perm -go=r"), Is.Empty);
        Assert.That(Find("deploy secrets/{broker,{inventory,payment}{,-store,-tls}} -type d ! -perm -go=rx"), Is.Empty);
        Assert.That(Find("secrets{,/passwords,/tls} -maxdepth 0 -perm /go=rwx"), Is.Empty);
    }

    private void MakeSecrets(string umask)
    {
        var made = Command.Run(_checkout.FullName, $"{umask} && scripts/secrets.sh", ("SECRETS", ""));
        Assert.That(made.Code, Is.Zero, made.Said);
    }

    private string Find(string arguments) => Command.Run(_checkout.FullName, $"find {arguments}").Said;
}
