using k8s;
using k8s.Models;

namespace Deployment.Tests;

/// <summary>The manifests of deploy/kubernetes, read as strictly as <c>kubectl --validate=strict</c>.</summary>
internal static class Manifests
{
    private static readonly Dictionary<string, Type> _kinds = new()
    {
        ["apps/v1/Deployment"] = typeof(V1Deployment),
        ["apps/v1/StatefulSet"] = typeof(V1StatefulSet),
        ["autoscaling/v2/HorizontalPodAutoscaler"] = typeof(V2HorizontalPodAutoscaler),
        ["networking.k8s.io/v1/NetworkPolicy"] = typeof(V1NetworkPolicy),
        ["policy/v1/PodDisruptionBudget"] = typeof(V1PodDisruptionBudget),
        ["v1/Service"] = typeof(V1Service),
    };

    public static string Repository { get; } = Find(AppContext.BaseDirectory);

    public static IReadOnlyList<IKubernetesObject<V1ObjectMeta>> Base { get; } = Read("base");

    /// <summary>Those of the base, and what the stores need beside them as Redis Clusters.</summary>
    public static IReadOnlyList<IKubernetesObject<V1ObjectMeta>> All { get; } = [.. Base, .. Read("cluster")];

    /// <summary>The pods of all workloads, by the name of the workload.</summary>
    public static IReadOnlyDictionary<string, V1PodTemplateSpec> Pods { get; } =
        All.OfType<V1Deployment>().Select(workload => (workload.Name(), workload.Spec.Template))
            .Concat(All.OfType<V1StatefulSet>().Select(workload => (workload.Name(), workload.Spec.Template)))
            .ToDictionary();

    public static string Path(string path) => System.IO.Path.Combine(Repository, "deploy", "kubernetes", path);

    public static Kustomization Kustomization(string folder) => KubernetesYaml.Deserialize<Kustomization>(
        File.ReadAllText(Path($"{folder}/kustomization.yaml")), strict: true);

    // The other files are patches, and no objects.
    private static IReadOnlyList<IKubernetesObject<V1ObjectMeta>> Read(string folder) =>
    [
        .. Kustomization(folder).Resources!.Where(file => file.EndsWith(".yaml", StringComparison.Ordinal))
            .SelectMany(file => KubernetesYaml.LoadAllFromString(
                File.ReadAllText(Path($"{folder}/{file}")), _kinds, strict: true))
            .Cast<IKubernetesObject<V1ObjectMeta>>(),
    ];

    private static string Find(string folder) =>
        File.Exists(System.IO.Path.Combine(folder, "Microservices.sln"))
            ? folder
            : Find(System.IO.Path.GetDirectoryName(folder)!);
}
