namespace Deployment.Tests;

#pragma warning disable CA1812 // made by the YAML reader

/// <summary>What these manifests use of a kustomization; anything else in one is an error.</summary>
internal sealed class Kustomization
{
    public string? ApiVersion { get; set; }

    public string? Kind { get; set; }

    public string? Namespace { get; set; }

    public List<Label>? Labels { get; set; }

    public List<string>? Resources { get; set; }

    public List<ConfigMap>? ConfigMapGenerator { get; set; }

    public List<Image>? Images { get; set; }

    public List<Patch>? Patches { get; set; }

    internal sealed class Label
    {
        public Dictionary<string, string> Pairs { get; set; } = [];
    }

    internal sealed class ConfigMap
    {
        public string Name { get; set; } = "";

        public List<string> Files { get; set; } = [];
    }

    internal sealed class Image
    {
        public string Name { get; set; } = "";

        public string NewName { get; set; } = "";

        public string NewTag { get; set; } = "";
    }

    internal sealed class Patch
    {
        public string Path { get; set; } = "";

        public Dictionary<string, string> Target { get; set; } = [];
    }
}
