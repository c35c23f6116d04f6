using System.Net;
using System.Net.Sockets;

namespace Testing.Contracts;

/// <summary>
/// That a service with settings which it cannot use does not start: it ends with exit code 1 and a line for each that says
/// what is allowed, and shows no secret and no stack trace.
/// </summary>
/// <typeparam name="TController">A controller of the service.</typeparam>
public abstract class SettingsContract<TController> where TController : class
{
    private const string Bearer = "Authentication:Schemes:Bearer:";
    private const string Redis =
        "a connection string: servers such as host:6379, then options of StackExchange.Redis such as user=name, with "
        + "commas between all of them, or a URL redis:// or rediss://; a password with a comma has a setting "
        + "of its own";

    /// <summary>Settings of the service's own that cannot be used, and what is said of them.</summary>
    protected virtual (string Name, string Value, string Said)[] Wrong => [];

    [Test]
    public async Task Settings_that_cannot_be_used_are_told_in_a_line_each()
    {
        (string Name, string Value, string Said)[] wrong =
        [
            .. Wrong,
            ("Consumer:Name", "", "Consumer:Name= cannot be used; it must be some text."),
            ("Consumer:BatchSize", "0",
                "Consumer:BatchSize=0 cannot be used; it must be a whole number, from 1 to 1000."),
            ("Outbox:RetransmitAfter", "1", "Outbox:RetransmitAfter=1 cannot be used; it must be a duration such as "
                + "00:00:10, from 00:00:00.001 to 1.00:00:00."),
            ("Outbox:Confirmation", "7", "Outbox:Confirmation=7 cannot be used; it must be Receipt or Publish."),
            ("RateLimit:PerSecond", "",
                "RateLimit:PerSecond= cannot be used; it must be a whole number, from 1 to 1000000."),
            ("Swagger:Enabled", "yes", "Swagger:Enabled=yes cannot be used; it must be true or false."),
            ("Console:Enabled", "1", "Console:Enabled=1 cannot be used; it must be true or false."),
            ("Authentication:Required", "1", "Authentication:Required=1 cannot be used; it must be true or false."),
            ("Redis:Store", "shop:6379,password=abc,tail4711", $"Redis:Store cannot be used; it must be {Redis}."),
            ("Redis:Broker", "", "Redis:Broker cannot be used; it must be some text."),
            ("Redis:BrokerPassword", "", "Redis:BrokerPassword cannot be used; it must be some text."),
        ];

        Assert.That(
            await StartAsync([.. wrong.Select(one => (one.Name, one.Value))]),
            Is.EquivalentTo(wrong.Select(one => $"Not started: {one.Said}")));
    }

    [Test]
    public async Task Settings_that_nobody_reads_are_told_with_those_that_were_meant()
    {
        (string Wrong, string Meant)[] keys =
        [
            ("Authentication:Require", "Authentication:Required"),
            ("Authentication:Schemes:Bearer:ValidAudiance", "Authentication:Schemes:Bearer:ValidAudience"),
            ("Authentication:Schemes:Baerer", "Authentication:Schemes:Bearer"),
            ("RateLimit:PerSec", "RateLimit:PerSecond"),
            ("RateLimits:Burst", "RateLimit"),
            ("RateLimit_Burst", "RateLimit:Burst"),
            ("Cors:Origin:0", "Cors:Origins"),
            ("Outbox:Confirm", "Outbox:Confirmation"),
            ("Redis:Stor", "Redis:Store"),
        ];

        var said = await StartAsync([.. keys.Select(key => (key.Wrong, "1"))]);

        Assert.That(said, Has.Length.EqualTo(keys.Length));
        foreach (var (_, meant) in keys)
        {
            Assert.That(said, Has.One.EndsWith($" is not known here. The nearest is {meant}."));
        }
    }

    [TestCase("localhost:3000")]
    [TestCase("http://localhost:3000/page")]
    [TestCase("ftp://localhost")]
    [TestCase("http://localhost:3000,null")]
    public async Task What_is_no_origin_is_refused(string origins) => Assert.That(
        await StartAsync(("Cors:Origins", origins)),
        Is.EqualTo([$"Not started: Cors:Origins={origins} cannot be used; it must be origins such as "
            + $"http://localhost:3000, or *, and {origins.Split(',')[^1]} is none."]));

    [TestCase("localhost:8000")]
    [TestCase("/other")]
    [TestCase("ftp://localhost")]
    [TestCase("http://name:password@localhost")]
    [TestCase("http://localhost?a=b")]
    public async Task What_is_no_address_of_a_service_is_refused(string peer) => Assert.That(
        await StartAsync(("Console:Peer", peer)),
        Is.EqualTo(
        [
            $"Not started: Console:Peer={peer} cannot be used; it must be an address such as http://localhost:8000.",
        ]));

    [TestCase("", "", "says not whose tokens are taken")]
    [TestCase("Authority", "http://login.example.com", "must be https")]
    [TestCase("Authority", "login.example.com", "must be a URL")]
    [TestCase("ValidAudience", "", "ValidAudience is missing")]
    [TestCase("ValidateAudience", "false", "ValidAudience is missing")]
    [TestCase("ValidateIssuer", "false", "name each of them in ValidIssuers")]
    [TestCase("SigningKeys:0:Value", "", "there is nothing to check a token with")]
    public async Task Access_that_is_more_open_than_it_looks_is_refused(string name, string value, string said)
    {
        var settings = new Dictionary<string, string>
        {
            ["SigningKeys:0:Value"] = "c2VjcmV0",
            ["ValidIssuer"] = "login",
            ["ValidAudience"] = "shop",
            [name] = value,
        };
        var given = settings.Where(one => name.Length > 0 && one.Value.Length > 0)
            .Select(one => (Bearer + one.Key, one.Value));

        var lines = await StartAsync([("Authentication:Required", "true"), .. given]);

        Assert.That(lines, Has.Length.EqualTo(1).And.One.Contains(said).And.None.Contains("c2VjcmV0"));
    }

    [Test]
    public async Task A_port_that_is_taken_is_told_in_a_line()
    {
        const string Problem = "Not started: Failed to bind to address";
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        var said = await StartAsync(("URLS", $"http://{other.LocalEndpoint}"), ("Logging:LogLevel:Default", "None"));

        Assert.That(said, Is.EqualTo([$"{Problem} http://{other.LocalEndpoint}: address already in use."]));
    }

    [Test]
    public async Task A_settings_file_that_cannot_be_read_is_told_in_a_line()
    {
        var folder = Directory.CreateTempSubdirectory();
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "appsettings.json"), """{ "Redis": """);
        try
        {
            var said = await StartAsync(("ASPNETCORE_CONTENTROOT", folder.FullName));

            Assert.That(said, Has.Length.EqualTo(1).And.One.Contains("appsettings.json"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Task<string[]> StartAsync(params (string Name, string Value)[] settings) =>
        RefusedStart.RunAsync(typeof(TController).Assembly, settings);
}
