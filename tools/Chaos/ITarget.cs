namespace Chaos;

/// <summary>What a fault may strike.</summary>
internal interface ITarget
{
    string Name { get; }

    /// <summary>All that is struck with it.</summary>
    IEnumerable<ITarget> Parts => [this];
}
