using System.Runtime.CompilerServices;
using Audit;
using Chaos;
using Chaos.Clocks;
using Lab.Books;
using Lab.Faults;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Lab;

/// <summary>The system with its customers, its books, and what breaks it; everything that it starts ends with it.</summary>
internal sealed class Laboratory(LabOptions options) : BackgroundService, IAsyncDisposable
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _glance = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lab-");
    private readonly Diary _diary = new();
    private readonly Lock _turn = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly List<IAsyncDisposable> _parts = [];
    private readonly List<Link> _doors = [];
    private Customers _customers = null!;
    private Bookkeeper _books = null!;
    private Breaker _breaker = null!;
    private Journal _journal = null!;
    private Task _audit = Task.CompletedTask;
    private bool _isDisposed;
    private volatile LabState _state = LabState.None;

    public Site Site { get; private set; } = null!;

    public IReadOnlyList<Button> Buttons { get; private set; } = [];

    /// <summary>Orders a second.</summary>
    public int Rate
    {
        get => _customers.PerSecond;
        set => _customers.PerSecond = value;
    }

    public bool Strike(string id) => _breaker.Strike(id);

    public bool Heal(string id) => _breaker.Heal(id);

    /// <summary>Lets everything come to rest, and audits it.</summary>
    /// <returns>Not while that is under way.</returns>
    public bool Audit()
    {
        var isFree = _audit.IsCompleted;
        if (isFree)
        {
            _audit = AuditAsync(_closing.Token);
        }

        return isFree;
    }

    /// <summary>How things are, twice a second.</summary>
    public async IAsyncEnumerable<LabState> WatchAsync(
        CancellationToken stopping, [EnumeratorCancellation] CancellationToken gone)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping, gone);
        while (!end.IsCancellationRequested)
        {
            yield return _state with { Rate = Rate, Broken = _breaker.Broken, Notes = _diary.Notes };
            await Task.Delay(_glance, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        Site = new Site(_folder, await ClockLibrary.TryBuildAsync(_folder), new ChaosOptions
        {
            Topology = options.Topology,
            Settings = [("Cors:Origins", options.Origins)],
        });
        _parts.Add(Site);
        await Site.OpenAsync(cancellationToken);
        _journal = new Journal(_folder);
        _customers = new Customers(Site, (orderId, _) => _journal.Add(orderId)) { PerSecond = options.Rate };
        await _customers.StockShelvesAsync();
        _books = new Bookkeeper(Site, _journal);
        Buttons = Faults.Buttons.For(Site);
        _breaker = new Breaker(Buttons, _diary);
        _parts.Add(_breaker);
        Open(Site.Inventory, options.InventoryPort);
        Open(Site.Payment, options.PaymentPort);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await _closing.CancelAsync();
        await base.StopAsync(cancellationToken);
        await _audit;
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return; // The container knows it by two names, and disposes of each.
        }

        _doors.ForEach(door => door.Dispose());
        foreach (var part in Enumerable.Reverse(_parts))
        {
            await part.DisposeAsync();
        }

        _journal?.Dispose();
        _closing.Dispose();
        base.Dispose();
        _folder.Delete(recursive: true);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        _customers.ShopAsync(Random.Shared.Next(), stoppingToken), KeepBooksAsync(stoppingToken));

    /// <summary>
    /// The one address of a service, whichever of its instances is there. The last is taken first, as faults that strike
    /// one instance strike the first.
    /// </summary>
    private void Open(Service service, int port)
    {
        var door = new Link(service.Name, () =>
            service.Instances.Where(instance => instance.Runs).LastOrDefault(service.Instances[0])
                .Client.BaseAddress!.Port, port);
        door.Listen();
        _doors.Add(door);
    }

    private async Task KeepBooksAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var next = Task.Delay(_interval, stop);
            try
            {
                var statement = await _books.ReadAsync();
                Change(state => state with { Statement = statement, At = DateTimeOffset.UtcNow });
                Report(statement.Breaches);
            }
            catch (Exception fault) when (fault is RedisException or RedisTimeoutException)
            {
                // A Redis is away: the page says how old the figures are.
            }

            await next.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Tells of the first breach ever, which the page then shows for good.</summary>
    private void Report(IReadOnlyList<string> breaches)
    {
        if (breaches is [var first, ..] && _state.Broke is null)
        {
            Change(state => state with { Broke = first });
            _diary.Add("failed", $"It does not hold: {first}.");
        }
    }

    private void Change(Func<LabState, LabState> change)
    {
        lock (_turn)
        {
            _state = change(_state);
        }
    }

    private async Task AuditAsync(CancellationToken stop)
    {
        var rate = Rate;
        Rate = 0;
        _breaker.HealAll();
        _diary.Add("told", "No orders are placed, everything is mended, and what was begun is finished.");
        try
        {
            IReadOnlyList<Finding> findings = [];
            await Patience.UntilAsync("nothing moves any more", _patience, async () =>
                await IsAtRestAsync()
                && (findings = await Invariants.CheckAsync(Site.Installation, _journal.Read())).Count > 0
                && await IsAtRestAsync(), stop);
            var broken = findings.SelectMany(finding => finding.Violations).ToList();
            var audit = new AuditState(
                DateTimeOffset.UtcNow, findings.Count, findings.Sum(finding => finding.Checked), broken.Count);
            Change(state => state with { Audit = audit });
            _diary.Add(
                broken.Count == 0 ? "healed" : "failed",
                $"Audited at rest: {findings.Count} rules, {audit.Checked} things, {broken.Count} violations.");
            Report(broken);
        }
        catch (Exception fault)
            when (fault is RedisException or TimeoutException or InvalidDataException or OperationCanceledException)
        {
            _diary.Add("failed", $"Not audited: {fault.Message}");
        }

        Rate = rate;
    }

    private async Task<bool> IsAtRestAsync()
    {
        try
        {
            return _breaker.Broken.Count == 0 && _customers.UnderWay == 0
                && (await Invariants.AtRestAsync(Site.Installation)).All(finding => finding.Violations.Count == 0);
        }
        catch (Exception fault) when (fault is RedisException or RedisTimeoutException)
        {
            return false; // A Redis that does not answer is not at rest.
        }
    }
}
