using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Shared.Redis.Buckets;
using Testing;

namespace EndToEnd.Tests;

/// <summary>What both services tell of their orders, and that dashboard and alerts ask for nothing else.</summary>
public sealed partial class MetricsTests
{
    private static readonly string _root = FindRoot();

    // Known to Prometheus itself.
    private static readonly string[] _words = ["up", "sum", "min", "max", "rate", "increase", "histogram_quantile"];

    private TwoServices _services = null!;
    private string _inventory = "";
    private string _payment = "";

    [OneTimeSetUp]
    public async Task PlayAsync()
    {
        _services = await TwoServices.StartAsync(("Payment:Simulator:DeclineAbove", "100"));
        var product = await _services.CreateProductAsync(quantity: 5);
        await _services.PlaceOrderAsync(product, quantity: 2);
        await _services.PlaceOrderAsync(product, quantity: 6);
        await _services.PlaceOrderAsync(product, quantity: 1, price: 9);
        await _services.PlaceOrderAsync("unknown", quantity: 1);
        await _services.PlaceOrderAsync(product, quantity: 50);
        await _services.Broker.Database.StreamAddAsync("order_completed", "hello", "world");
        await Eventually.That(_services.UnderWayAsync, Is.Zero);
        await Eventually.That(_services.DeadLettersAsync, Is.EqualTo(1));
        await Eventually.That(
            async () => _inventory = await _services.Inventory.Client.GetStringAsync("/metrics"),
            Does.Contain("""dead_letters{stream="order_completed"} 1"""));
        _payment = await _services.Payment.Client.GetStringAsync("/metrics");
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _services.DisposeAsync();

    [TestCase("""payment_orders_total{status="pending"} 5""")]
    [TestCase("""payment_orders_total{status="completed"} 4""")]
    [TestCase("""payment_orders_total{status="declined"} 1""")]
    [TestCase("""payment_orders_total{status="refunded"} 3""")]
    [TestCase("""payment_settle_duration_seconds_count{status="completed"} 1""")]
    [TestCase("""payment_settle_duration_seconds_count{status="refunded"} 3""")]
    [TestCase("""payment_gateway_duration_seconds_count{operation="charge",outcome="answered"} 5""")]
    [TestCase("""payment_gateway_duration_seconds_count{operation="refund",outcome="answered"} 3""")]
    [TestCase("""outbox_republished_total{stream="order_completed"} 0""")]
    public void Payment_counts_what_became_of_its_orders(string line) =>
        Assert.That(_payment.Split('\n'), Does.Contain(line));

    [TestCase("""inventory_orders_total{outcome="reserved"} 1""")]
    [TestCase("""inventory_orders_total{outcome="insufficient_stock"} 1""")]
    [TestCase("""inventory_orders_total{outcome="price_changed"} 1""")]
    [TestCase("""inventory_orders_total{outcome="product_not_found"} 1""")]
    [TestCase("""dead_letters_added_total{stream="order_completed"} 1""")]
    public void Inventory_counts_what_it_refused_and_why(string line) =>
        Assert.That(_inventory.Split('\n'), Does.Contain(line));

    [TestCase("consumer_lag")]
    [TestCase("consumer_pending")]
    public void Each_tells_how_far_its_group_is_behind(string metric)
    {
        Assert.That(_inventory, Does.Contain($$"""{{metric}}{group="inventory-group",stream="order_completed"} """));
        Assert.That(_payment, Does.Contain($$"""{{metric}}{group="payment-group",stream="refund_order"} """));
    }

    [Test]
    public void The_dashboard_and_the_alerts_ask_only_for_metrics_that_exist()
    {
        var exported = SampleName().Matches(_inventory + _payment).Select(match => match.Value).ToHashSet();
        var asked = Expressions().SelectMany(MetricNames).Distinct().ToList();

        Assert.That(asked, Has.Count.GreaterThan(15));
        Assert.That(asked, Is.SubsetOf(exported));
    }

    [Test]
    public void They_group_only_by_labels_that_exist()
    {
        var exported = LabelName().Matches(_inventory + _payment).Select(match => match.Groups[1].Value);
        var asked = Expressions().SelectMany(expression => Grouping().Matches(expression))
            .SelectMany(match => match.Groups[1].Value.Split(", ")).Distinct();

        Assert.That(asked, Is.Not.Empty.And.SubsetOf(exported.Concat(["job", "instance"])));
    }

    [Test]
    public void Every_alert_has_its_section_in_the_runbook_and_every_section_its_alert()
    {
        var alerts = AlertName().Matches(Alerts()).Select(match => match.Groups[1].Value);
        var sections = Section().Matches(Read("docs/runbook.md")).Select(match => match.Groups[1].Value).ToList();

        Assert.That(sections, Is.Not.Empty.And.EqualTo(alerts));
    }

    [Test]
    public void The_runbook_looks_into_every_bucket()
    {
        var tags = Bucket.All.Select(bucket => $"{bucket}".Trim('{', '}'));

        Assert.That(Read("docs/runbook.md"), Does.Contain($"\nbuckets=({string.Join(' ', tags)})\n"));
    }

    private static IEnumerable<string> Expressions()
    {
        var panels = JsonNode.Parse(Read("deploy/observability/grafana/orders.json"))!["panels"]!.AsArray();
        return panels
            .SelectMany(panel => panel!["targets"]?.AsArray() ?? [])
            .Select(target => (string)target!["expr"]!)
            .Concat(AlertExpression().Matches(Alerts()).Select(match => match.Groups[1].Value));
    }

    private static string Alerts() => Read("deploy/observability/alerts.yml");

    /// <summary>What is left of an expression without its labels, groupings, durations and words.</summary>
    private static IEnumerable<string> MetricNames(string expression) =>
        Name().Matches(NoName().Replace(expression, " ")).Select(match => match.Value).Except(_words);

    private static string Read(string path) => File.ReadAllText(Path.Combine(_root, path));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Microservices.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"(?m)^[a-z]\w*")]
    private static partial Regex SampleName();

    [GeneratedRegex(@"[{,](\w+)=")]
    private static partial Regex LabelName();

    [GeneratedRegex(@"\bby \(([^)]*)\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"(?m)^ +- alert: (\w+)$")]
    private static partial Regex AlertName();

    [GeneratedRegex(@"(?m)^ +expr: (.+)$")]
    private static partial Regex AlertExpression();

    [GeneratedRegex(@"(?m)^## (\w+)$")]
    private static partial Regex Section();

    [GeneratedRegex(@"\{[^}]*\}|\bby \([^)]*\)|\[[^]]*\]|\d+m\b")]
    private static partial Regex NoName();

    [GeneratedRegex(@"[a-zA-Z_]\w*")]
    private static partial Regex Name();
}
