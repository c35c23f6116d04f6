namespace Lab;

/// <summary>What the lab consists of, and where it is: section <c>Lab</c>.</summary>
internal sealed class LabOptions
{
    public const string Usage = """
        Runs both services, two instances each, with customers and real faults, behind a page that shows it and has the
        buttons. Only on this machine's own address and only for development.

        ./run.sh lab, or
        dotnet run -c Release --project tools/Lab -- --environment Development [settings]

          --Lab:Topology T         what the stores are: single, cluster or sentinel (single)
          --Lab:Rate N             orders a second at first (10)
          --Lab:Port N             of the page (8002)
          --Lab:InventoryPort N    of Inventory, whichever of its instances runs (8000)
          --Lab:PaymentPort N      of Payment (8001)
        """;

    public string Topology { get; set; } = "single";

    public int Rate { get; set; } = 10;

    public int Port { get; set; } = 8002;

    public int InventoryPort { get; set; } = 8000;

    public int PaymentPort { get; set; } = 8001;

    public Uri Origin => new($"http://localhost:{Port}");

    public Uri Page => new(Origin, "/lab/");

    public Uri Inventory => new($"http://localhost:{InventoryPort}");

    public Uri Payment => new($"http://localhost:{PaymentPort}");

    /// <summary>Whose pages may use the services: this machine has two names.</summary>
    public string Origins => $"{Origin},http://127.0.0.1:{Port}";
}
