using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Deployment.Tests;

/// <summary>That an editor opens and starts what is there: its files are read by nobody else.</summary>
public sealed partial class EditorTests
{
    private static readonly string[] _services = ["Inventory.Api", "Payment.Api"];

    private static readonly JsonNode _launch = Read(".vscode/launch.json");
    private static readonly JsonNode _tasks = Read(".vscode/tasks.json");
    private static readonly JsonNode _container = Read(".devcontainer/devcontainer.json");

    [Test]
    public void One_choice_starts_both_services()
    {
        var chosen = Texts(_launch["compounds"]![0]!["configurations"]);
        var started = _launch["configurations"]!.AsArray()
            .Where(one => chosen.Contains((string)one!["name"]!))
            .Select(one => Path.GetFileNameWithoutExtension((string)one!["program"]!));

        Assert.That(started, Is.EqualTo(_services));
    }

    [Test]
    public void Each_service_starts_as_its_own_profile_says([ValueSource(nameof(_services))] string service)
    {
        var start = _launch["configurations"]!.AsArray()
            .Single(one => (string)one!["launchSettingsProfile"]! == service)!;
        var profiles = Read($"{service}/Properties/launchSettings.json")["profiles"]!.AsObject();
        var program = ((string)start["program"]!).Replace("${workspaceFolder}/", "", StringComparison.Ordinal);
        var (_, built) = Command.Run(
            Manifests.Repository, $"dotnet msbuild {service} -p:Configuration=Debug -getProperty:TargetPath");

        Assert.That((string)start["cwd"]!, Is.EqualTo($"${{workspaceFolder}}/{service}"));
        Assert.That(profiles.Select(profile => profile.Key), Is.EqualTo([service]));
        Assert.That(Path.Combine(Manifests.Repository, program), Is.EqualTo(built.Trim()));
    }

    [Test]
    public void What_is_done_before_a_start_is_there_to_be_done()
    {
        var tasks = _tasks["tasks"]!.AsArray().ToDictionary(task => (string)task!["label"]!);
        var ready = tasks[(string)_launch["compounds"]![0]!["preLaunchTask"]!];
        var needed = Texts(ready!["dependsOn"]);
        var built = tasks.Values.Where(task => (string?)task!["command"] == "dotnet")
            .Select(task => Texts(task!["args"])[^1].Split('/')[^1]);

        Assert.That(needed, Is.SubsetOf(tasks.Keys));
        Assert.That(built, Is.EqualTo(_services));
        Assert.That((string)ready["dependsOrder"]!, Is.EqualTo("sequence")); // They build the same projects.
    }

    [Test]
    public void What_the_container_shows_is_where_the_services_listen()
    {
        var ports = _services.Select(service =>
            new Uri((string)Read($"{service}/Properties/launchSettings.json")["profiles"]![service]!["applicationUrl"]!)
                .Port);

        Assert.That(_container["forwardPorts"]!.AsArray().Select(port => (int)port!), Is.EqualTo(ports));
        Assert.That(
            _container["portsAttributes"]!.AsObject().Select(port => int.Parse(port.Key)), Is.EqualTo(ports));
    }

    [Test]
    public void The_container_has_the_SDK_that_is_asked_for()
    {
        var sdk = Version().Match((string)Read("global.json")["sdk"]!["version"]!).Value;

        Assert.That((string)_container["image"]!, Does.EndWith($":{sdk}"));
    }

    private static JsonNode Read(string file) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Manifests.Repository, file)))!;

    private static string[] Texts(JsonNode? list) => [.. list!.AsArray().Select(text => (string)text!)];

    [GeneratedRegex(@"^\d+\.\d+")]
    private static partial Regex Version();
}
