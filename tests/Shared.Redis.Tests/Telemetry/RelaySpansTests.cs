using System.Collections.Concurrent;
using System.Diagnostics;
using Shared.Redis.Publishing;
using Shared.Redis.Telemetry;
using Shared.Redis.Tests.Publishing;
using StackExchange.Redis;

namespace Shared.Redis.Tests.Telemetry;

/// <summary>What a listener hears of the way of a row to its stream.</summary>
public sealed class RelaySpansTests : RelayFixture
{
    private const string Cause = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private readonly ConcurrentQueue<Activity> _spans = [];

    private ActivityListener _listener = null!;

    [SetUp]
    public void Listen()
    {
        _spans.Clear();
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == RedisInstruments.Name,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    [TearDown]
    public void StopListening() => _listener.Dispose();

    [Test]
    public async Task Idle_polls_are_no_spans()
    {
        await PollAsync(await RunningRelayAsync());

        Assert.That(_spans, Is.Empty);
    }

    [Test]
    public async Task Publishing_a_row_is_a_span_of_the_trace_that_caused_it_and_the_entry_keeps_its_cause()
    {
        await AppendAsync(Cause, "first");
        await AppendAsync(Cause, "second");

        await PollAsync(Relay());

        var entries = await PublishedAsync();
        Assert.That((_spans.Count, entries.Length), Is.EqualTo((2, 2)));
        Assert.That(
            _spans.Select(span => (span.DisplayName, span.Kind, span.ParentId)),
            Is.All.EqualTo(("send notes", ActivityKind.Producer, Cause)));
        Assert.That(
            _spans.Select(span => span.GetTagItem("messaging.message.id")),
            Is.EquivalentTo(entries.Select(entry => entry.Id.ToString())));
        Assert.That(entries.Select(entry => entry["traceparent"]), Is.All.EqualTo((RedisValue)Cause));
    }

    [TestCase("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00", Description = "not recorded")]
    [TestCase("anything")]
    [TestCase("")]
    public async Task A_row_of_no_recorded_trace_is_no_span(string cause)
    {
        await AppendAsync(cause, "x");

        await PollAsync(Relay());

        Assert.That((_spans.Count, (await PublishedAsync()).Length), Is.EqualTo((0, 1)));
    }

    private Task<RedisValue> AppendAsync(string cause, string text) =>
        Store.Database.StreamAddAsync(Outbox<Note>.Key(Seven), [new("text", text), new("traceparent", cause)]);
}
