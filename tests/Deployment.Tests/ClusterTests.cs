using k8s;
using k8s.Models;

namespace Deployment.Tests;

/// <summary>What makes the stores Redis Clusters fits the stores that it changes.</summary>
[TestFixture("inventory-store", "inventory")]
[TestFixture("payment-store", "payment")]
public sealed class ClusterTests(string store, string service)
{
    private readonly V1StatefulSet _node = KubernetesYaml.Deserialize<V1StatefulSet>(
        File.ReadAllText(Manifests.Path("cluster/node.yaml")), strict: true);

    private IEnumerable<V1NetworkPolicySpec> Policies => Manifests.All.OfType<V1NetworkPolicy>()
        .Where(policy => policy.Spec.PodSelector.MatchLabels?["app"] == store).Select(policy => policy.Spec);

    private V1PodTemplateSpec Keeper => Manifests.Pods[$"{store}-keeper"];

    [Test]
    public void A_node_is_the_container_of_the_store_with_the_settings_of_a_cluster()
    {
        var (node, single) = (_node.Spec.Template.Spec.Containers.Single(), StoreContainer());

        Assert.That(node.Name, Is.EqualTo(single.Name));
        Assert.That(
            node.Command[^1], Does.StartWith($"exec {string.Join(' ', single.Command)} --include").And
                .Contains("/run/secrets/cluster.conf"));
        Assert.That(single.VolumeMounts.Select(mount => mount.MountPath), Does.Contain("/run/secrets"));
    }

    [Test]
    public void The_keeper_knows_every_node_by_the_name_that_it_announces()
    {
        var headless = Manifests.All.OfType<V1Service>().Single(one => one.Name() == store);
        var nodes = Enumerable.Range(0, _node.Spec.Replicas!.Value).Select(index => $"{store}-{index}.{store}");

        Assert.That(headless.Spec.ClusterIP, Is.EqualTo("None"));
        Assert.That(
            _node.Spec.Template.Spec.Containers.Single().Command[^1],
            Does.EndWith("--cluster-announce-hostname \"$HOSTNAME.${HOSTNAME%-*}\""));
        Assert.That(Keeper.Spec.Containers.Single().Command.Skip(2), Is.EqualTo(nodes));
    }

    [Test]
    public void The_keeper_runs_the_script_of_the_settings_and_has_the_secrets_of_its_store()
    {
        var settings = Manifests.Kustomization("../redis").ConfigMapGenerator!.Single();

        Assert.That(settings.Files, Does.Contain(Path.GetFileName(Keeper.Spec.Containers.Single().Command[1])));
        Assert.That(Keeper.Spec.Volumes.Single(volume => volume.ConfigMap is not null).ConfigMap.Name,
            Is.EqualTo(settings.Name));
        Assert.That(Keeper.Spec.Volumes.Single(volume => volume.Secret is not null).Secret.SecretName,
            Is.EqualTo(store));
    }

    [Test]
    public void Only_the_nodes_of_a_store_reach_the_bus_between_them()
    {
        var bus = Policies.SelectMany(policy => policy.Ingress ?? [])
            .Where(rule => rule.Ports.Any(port => port.Port == "bus"));

        Assert.That(bus.SelectMany(rule => rule.FromProperty).Select(App), Is.EqualTo([store]));
    }

    [Test]
    public void A_node_is_reached_by_its_service_the_other_nodes_and_the_keeper()
    {
        var peers = Policies.SelectMany(policy => policy.Ingress ?? [])
            .SelectMany(rule => rule.FromProperty).Select(App);

        Assert.That(peers, Is.EquivalentTo([service, store, $"{store}-keeper"]));
    }

    [Test]
    public void A_node_reaches_the_other_nodes_and_nothing_else()
    {
        var egress = Policies.SelectMany(policy => policy.Egress ?? []).Single();

        Assert.That(egress.To.Select(App), Is.EqualTo([store]));
        Assert.That(
            egress.Ports.Select(port => port.Port.Value),
            Is.EquivalentTo([
                $"{StoreContainer().Ports.Single().ContainerPort}",
                $"{_node.Spec.Template.Spec.Containers.Single().Ports.Single().ContainerPort}",
            ]));
    }

    [Test]
    public void One_node_at_a_time_is_taken_away_on_purpose()
    {
        var budget = Manifests.All.OfType<V1PodDisruptionBudget>()
            .Single(budget => budget.Spec.Selector.MatchLabels["app"] == store);

        Assert.That(budget.Spec.MaxUnavailable.Value, Is.EqualTo("1"));
    }

    [Test]
    public void Every_image_of_the_cluster_has_a_version() => Assert.That(
        Manifests.Kustomization("cluster").Images!.Where(image => image.NewTag is not ("" or "latest"))
            .Select(image => image.Name),
        Does.Contain(Keeper.Spec.Containers.Single().Image));

    private static string App(V1NetworkPolicyPeer peer) => peer.PodSelector.MatchLabels["app"];

    private V1Container StoreContainer() => Manifests.Pods[store].Spec.Containers.Single();
}
