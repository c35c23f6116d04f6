using System.Collections.Concurrent;
using System.Diagnostics;
using Shared.Redis.Telemetry;
using Shared.Redis.Tests.Consuming;
using StackExchange.Redis;

namespace Shared.Redis.Tests.Telemetry;

/// <summary>What a listener hears of an entry's way.</summary>
public sealed class SpansTests : ConsumerFixture
{
    private const string Cause = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private readonly ConcurrentQueue<Activity> _spans = [];

    private ActivityListener _listener = null!;

    [SetUp]
    public async Task ListenAsync()
    {
        _spans.Clear();
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == RedisInstruments.Name,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
        await CreateGroupAsync();
    }

    [TearDown]
    public void StopListening() => _listener.Dispose();

    [Test]
    public async Task An_idle_poll_is_no_span()
    {
        await PollAsync(Consumer(), times: 2);

        Assert.That(_spans, Is.Empty);
    }

    [Test]
    public async Task Handling_an_entry_is_a_span_of_the_trace_that_caused_it()
    {
        var entry = await AddAsync(Cause);

        await PollAsync(Consumer());

        var span = _spans.Single();
        Assert.That(
            (span.DisplayName, span.Kind, span.ParentId, span.Status),
            Is.EqualTo(("process notes", ActivityKind.Consumer, Cause, ActivityStatusCode.Unset)));
        Assert.That(span.TagObjects.ToDictionary(), Is.EquivalentTo(new Dictionary<string, object?>
        {
            ["messaging.system"] = "redis",
            ["messaging.destination.name"] = "notes",
            ["messaging.operation.name"] = "process",
            ["messaging.operation.type"] = "process",
            ["messaging.consumer.group.name"] = "readers",
            ["messaging.message.id"] = entry.ToString(),
        }));
    }

    [Test]
    public async Task The_handler_works_within_the_span()
    {
        var cause = "";
        Handler.Before = (_, _) => Task.FromResult(cause = Activity.Current?.Id);
        await AddAsync(Cause);

        await PollAsync(Consumer());

        Assert.That(cause, Is.EqualTo(_spans.Single().Id));
        Assert.That(Activity.Current, Is.Null, "nothing of it is left behind");
    }

    [TestCase("")]
    [TestCase("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331")]
    [TestCase("\r\nanything")]
    public async Task An_entry_that_names_no_cause_begins_a_trace(string cause)
    {
        await AddAsync(cause);

        await PollAsync(Consumer());

        Assert.That((_spans.Single().ParentId, Handler.Handled.Count), Is.EqualTo(((string?)null, 1)));
    }

    [Test]
    public async Task A_failed_entry_is_a_failed_span()
    {
        Handler.FailFor("x", () => new InvalidOperationException("no"));
        await AddAsync(Cause);

        await PollAsync(Consumer());

        var span = _spans.Single();
        Assert.That(
            (span.Status, span.StatusDescription, span.GetTagItem("error.type")),
            Is.EqualTo((ActivityStatusCode.Error, "no", "System.InvalidOperationException")));
    }

    private Task<RedisValue> AddAsync(string cause) =>
        Broker.Database.StreamAddAsync(Note.Stream, [new("text", "x"), new("traceparent", cause)]);
}
