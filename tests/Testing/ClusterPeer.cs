using System.Globalization;

namespace Testing;

/// <summary>What a node of a Redis Cluster knows of a node: a line of CLUSTER NODES.</summary>
/// <param name="Master">Id of the master that it follows; - for a master.</param>
/// <param name="State">Its flags: master or slave, and fail where it is one that failed.</param>
/// <param name="Ranges">The slots that it serves.</param>
internal sealed record ClusterPeer(string Id, int Port, string State, string Master, string[] Ranges)
{
    public bool IsMaster => Master == "-";

    public static ClusterPeer Parse(string line)
    {
        var words = line.Split(' ');
        var ranges = words[8..].Where(range => !range.StartsWith('[')); // in which a slot stands that is on its way
        return new(words[0], Number(words[1].Split(':', '@')[1]), words[2], words[3], [.. ranges]);
    }

    /// <summary>Whether it is of a state: fail also where it only seems to have failed.</summary>
    public bool Is(string state) => State.Contains(state, StringComparison.Ordinal);

    public bool Serves(int slot) => Array.Exists(Ranges, range =>
    {
        var ends = Array.ConvertAll(range.Split('-'), Number);
        return ends[0] <= slot && slot <= ends[^1];
    });

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
