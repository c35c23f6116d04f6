namespace Bench.Floor;

/// <summary>What stands beside the services.</summary>
public enum FloorKind
{
    /// <summary>Their own host without the domain.</summary>
    Own,

    /// <summary>MVC as it comes.</summary>
    Mvc,

    /// <summary>A minimal API as it comes.</summary>
    Minimal,
}
