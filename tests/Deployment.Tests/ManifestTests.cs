using System.Text.RegularExpressions;
using k8s.Models;

namespace Deployment.Tests;

/// <summary>The manifests fit the images, the secrets and each other.</summary>
public sealed partial class ManifestTests
{
    private static readonly string[] _services = ["inventory", "payment"];
    private static readonly string[] _servers = ["inventory-store", "payment-store", "broker"];
    private static readonly string[] _keepers = ["inventory-store-keeper", "payment-store-keeper"];

    private static IEnumerable<V1Container> Containers => Manifests.Pods.Values.SelectMany(pod => pod.Spec.Containers);

    [Test]
    public void Kubernetes_knows_every_field_and_all_workloads_are_there() =>
        Assert.That(Manifests.Pods.Keys, Is.EquivalentTo([.. _services, .. _servers, .. _keepers]));

    [Test]
    public void A_workload_looks_after_its_own_pods()
    {
        var selectors = Manifests.All.OfType<V1Deployment>()
            .Select(workload => (workload.Name(), workload.Spec.Selector))
            .Concat(Manifests.All.OfType<V1StatefulSet>()
                .Select(workload => (workload.Name(), workload.Spec.Selector)));

        foreach (var (name, selector) in selectors)
        {
            Assert.That(selector?.MatchLabels, Is.Not.Empty.And.EqualTo(Manifests.Pods[name].Metadata.Labels), name);
        }
    }

    [Test]
    public void A_container_is_as_locked_up_as_it_can_be()
    {
        foreach (var (name, pod) in Manifests.Pods)
        {
            var (around, inside) = (pod.Spec.SecurityContext, pod.Spec.Containers.Single().SecurityContext);
            Assert.Multiple(() =>
            {
                Assert.That(around.RunAsNonRoot, Is.True, name);
                Assert.That(around.SeccompProfile.Type, Is.EqualTo("RuntimeDefault"), name);
                Assert.That(pod.Spec.AutomountServiceAccountToken, Is.False, name);
                Assert.That(inside.ReadOnlyRootFilesystem, Is.True, name);
                Assert.That(inside.AllowPrivilegeEscalation, Is.False, name);
                Assert.That(inside.Capabilities.Drop, Is.EqualTo(["ALL"]), name);
            });
        }
    }

    [Test]
    public void A_container_has_limits()
    {
        foreach (var container in Containers)
        {
            Assert.Multiple(() =>
            {
                Assert.That(container.Resources.Limits.Keys, Does.Contain("memory"), container.Name);
                Assert.That(container.Resources.Requests.Keys, Is.SupersetOf(["cpu", "memory"]), container.Name);
            });
        }
    }

    [Test]
    public void A_container_is_asked_whether_it_is_well_where_somebody_depends_on_it()
    {
        foreach (var name in (string[])[.. _services, .. _servers])
        {
            var container = Manifests.Pods[name].Spec.Containers.Single();
            Assert.Multiple(() =>
            {
                Assert.That(container.ReadinessProbe, Is.Not.Null, name);
                Assert.That(container.LivenessProbe, Is.Not.Null, name);
            });
        }
    }

    [TestCase("inventory")]
    [TestCase("payment")]
    public void A_service_that_cannot_serve_gets_no_traffic_and_only_one_that_is_dead_is_restarted(string service)
    {
        var container = Manifests.Pods[service].Spec.Containers.Single();

        Assert.That(container.ReadinessProbe.HttpGet.Path, Is.EqualTo("/health/ready"));
        Assert.That(container.LivenessProbe.HttpGet.Path, Is.EqualTo("/health/live"));
        Assert.That(container.StartupProbe.HttpGet.Path, Is.EqualTo("/health/live"));
    }

    [TestCase("inventory", "Inventory.Api")]
    [TestCase("payment", "Payment.Api")]
    public void A_service_listens_where_its_image_does(string service, string project)
    {
        var dockerfile = File.ReadAllText(Path.Combine(Manifests.Repository, project, "Dockerfile"));
        var exposed = int.Parse(Expose().Match(dockerfile).Groups[1].Value);

        Assert.That(
            Manifests.Pods[service].Spec.Containers.Single().Ports.Single().ContainerPort, Is.EqualTo(exposed));
    }

    [Test]
    public void A_service_is_found_under_the_name_that_its_secrets_use()
    {
        foreach (var service in Manifests.All.OfType<V1Service>())
        {
            var pod = Manifests.Pods[service.Spec.Selector["app"]];
            var port = service.Spec.Ports.Single();
            Assert.Multiple(() =>
            {
                Assert.That(service.Name(), Is.EqualTo(service.Spec.Selector["app"]));
                Assert.That(pod.Metadata.Labels, Is.SupersetOf(service.Spec.Selector));
                Assert.That(
                    pod.Spec.Containers.Single().Ports.Single().Name, Is.EqualTo(port.TargetPort?.Value ?? port.Name));
            });
        }

        Assert.That(
            Manifests.All.OfType<V1Service>().Select(service => service.Name()),
            Is.EquivalentTo([.. _services, .. _servers]));
    }

    [Test]
    public void A_pod_gets_its_own_secrets_only()
    {
        foreach (var (name, pod) in Manifests.Pods.ExceptBy(_keepers, pod => pod.Key))
        {
            var secrets = pod.Spec.Volumes.Where(volume => volume.Secret is not null);
            Assert.That(secrets.Select(volume => volume.Secret.SecretName), Is.EqualTo([name]));
        }
    }

    [TestCase("inventory", "inventory-store", "broker")]
    [TestCase("payment", "payment-store", "broker")]
    [TestCase("inventory-store")]
    [TestCase("payment-store")]
    [TestCase("broker")]
    public void A_pod_reaches_only_the_Redis_that_it_needs(string from, params string[] to)
    {
        var peers = PolicyOf(from).Egress?.SelectMany(rule => rule.To)
            .Where(peer => peer.PodSelector is not null) ?? [];

        Assert.That(peers.Select(peer => peer.PodSelector.MatchLabels["app"]), Is.EquivalentTo(to));
    }

    [TestCase("inventory")]
    [TestCase("payment")]
    [TestCase("inventory-store-keeper")]
    [TestCase("payment-store-keeper")]
    public void A_pod_that_asks_for_names_may_ask_a_cache_on_its_node(string pod)
    {
        var names = Manifests.All.OfType<V1NetworkPolicy>()
            .Single(policy => policy.Spec.PodSelector.MatchLabels?["app"] == pod).Spec.Egress
            .Single(rule => rule.Ports.All(port => port.Port == "53"));

        Assert.That(names.To.Select(peer => peer.IpBlock?.Cidr), Is.EquivalentTo([null, "169.254.20.10/32"]));
    }

    [TestCase("inventory-store", "inventory")]
    [TestCase("payment-store", "payment")]
    [TestCase("broker", "inventory", "payment")]
    public void A_Redis_is_reached_only_by_those_who_need_it(string to, params string[] from) => Assert.That(
        PolicyOf(to).Ingress.SelectMany(rule => rule.FromProperty).Select(peer => peer.PodSelector.MatchLabels["app"]),
        Is.EquivalentTo(from));

    [Test]
    public void What_no_policy_allows_is_forbidden()
    {
        var policy = Manifests.Base.OfType<V1NetworkPolicy>()
            .Single(policy => policy.Spec.PodSelector.MatchLabels is null).Spec;

        Assert.That(policy.PolicyTypes, Is.EquivalentTo(["Ingress", "Egress"]));
        Assert.That(policy.Ingress is null && policy.Egress is null, Is.True);
    }

    [TestCase("inventory")]
    [TestCase("payment")]
    public void A_service_is_scaled_and_never_gone(string service)
    {
        var scaler = Manifests.All.OfType<V2HorizontalPodAutoscaler>()
            .Single(scaler => scaler.Spec.ScaleTargetRef.Name == service);
        var budget = Manifests.All.OfType<V1PodDisruptionBudget>()
            .Single(budget => budget.Spec.Selector.MatchLabels["app"] == service);

        Assert.That(int.Parse(budget.Spec.MinAvailable.Value), Is.InRange(1, scaler.Spec.MinReplicas!.Value - 1));
    }

    [TestCase("base")]
    [TestCase("production")]
    [TestCase("cluster")]
    [TestCase("../redis")]
    public void What_a_kustomization_names_is_there(string folder)
    {
        var kustomization = Manifests.Kustomization(folder);

        foreach (var named in (string[])
        [
            .. kustomization.Resources ?? [],
            .. kustomization.Patches?.Select(patch => patch.Path) ?? [],
            .. kustomization.ConfigMapGenerator?.SelectMany(map => map.Files) ?? [],
        ])
        {
            Assert.That(Path.Combine(Manifests.Path(folder), named), Does.Exist);
        }

        Assert.That(
            kustomization.Images?.Select(image => image.Name) ?? [],
            Is.SubsetOf(Containers.Select(container => container.Image)));
    }

    [Test]
    public void Every_image_has_a_version_in_production()
    {
        Assert.That(
            Manifests.Kustomization("production").Images!
                .Where(image => image.NewTag is not ("" or "latest")).Select(image => image.Name),
            Is.EquivalentTo(Containers.Select(container => container.Image).Distinct()));
    }

    private static V1NetworkPolicySpec PolicyOf(string pod) => Manifests.Base.OfType<V1NetworkPolicy>()
        .Single(policy => policy.Spec.PodSelector.MatchLabels?["app"] == pod).Spec;

    [GeneratedRegex(@"^EXPOSE (\d+)", RegexOptions.Multiline)]
    private static partial Regex Expose();
}
