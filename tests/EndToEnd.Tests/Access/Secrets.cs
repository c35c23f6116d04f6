using System.Diagnostics;
using Testing;

namespace EndToEnd.Tests;

/// <summary>Passwords and access rules as scripts/secrets.sh makes them, in a folder that goes with the test.</summary>
internal sealed class Secrets : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("secrets-");

    public Secrets()
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(Repository.Folder, "scripts", "secrets.sh")]);
        start.Environment["SECRETS"] = _folder.FullName;
        using var script = Process.Start(start)!;
        script.WaitForExit();
        Assert.That(script.ExitCode, Is.Zero);
    }

    /// <summary>Starts Inventory's store, Payment's store and the broker.</summary>
    public Task<RedisServer[]> StartServersAsync() =>
        Task.WhenAll(
            StartServerAsync("inventory-store"), StartServerAsync("payment-store"), StartServerAsync("broker"));

    /// <summary>The connection string that a service finds in its secrets, to the test's server.</summary>
    /// <param name="service"><c>Inventory</c> or <c>Payment</c>.</param>
    /// <param name="role"><c>Store</c> or <c>Broker</c>.</param>
    /// <param name="server">The server.</param>
    public string Connection(string service, string role, RedisServer server) =>
        Connection(service, role, server.ConnectionString);

    /// <inheritdoc cref="Connection(string, string, RedisServer)"/>
    /// <param name="addresses">Where the server is, or the nodes of a cluster are.</param>
    public string Connection(string service, string role, string addresses)
    {
        var secret = Read(service.ToLowerInvariant(), $"Redis__{role}");
        return addresses + secret[secret.IndexOf(',')..];
    }

    /// <summary>What a server is told of a user: its name, and what it may do.</summary>
    public string Rule(string server, string user) => Read(server, "users.acl").Split('\n')
        .Select(line => line["user ".Length..])
        .Single(rule => rule.StartsWith($"{user} ", StringComparison.Ordinal));

    public void Dispose() => _folder.Delete(recursive: true);

    private Task<RedisServer> StartServerAsync(string name) => RedisServer.StartGuardedAsync(
        Path.Combine(_folder.FullName, name, "users.acl"),
        $"user=operator,password={Read("passwords", $"{name}-operator")}");

    private string Read(params ReadOnlySpan<string> path) =>
        File.ReadAllText(Path.Combine([_folder.FullName, .. path])).TrimEnd();
}
