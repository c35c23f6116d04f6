using System.Diagnostics;
using Shared.Redis.Publishing;
using Shared.Redis.Telemetry;

namespace Shared.Redis.Tests.Publishing;

/// <summary>Very many rows take a while to be published again; their receipts come while nobody collects.</summary>
public sealed class OutboxRelayLongRoundTests : RelayFixture
{
    private const string Recorded = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Test]
    public async Task After_a_round_that_took_long_receipts_have_their_time_before_the_next()
    {
        var relay = await RunningRelayAsync();
        await Store.Database.StreamAddAsync(Outbox<Note>.Key(Seven), [new("text", "x"), new("traceparent", Recorded)]);
        await PassTwoRoundsAsync(relay);
        await Broker.Server.FlushAllDatabasesAsync();

        var published = 0;
        using var watch = new ActivityListener
        {
            ShouldListenTo = source => source.Name == RedisInstruments.Name,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ =>
            {
                published++;
                Clock.Advance(10 * FirstWait); // So long does it take to publish the row,
                Broker.Database.StreamTrim(Note.Stream, 0); // which is read meanwhile.
            },
        };
        ActivitySource.AddActivityListener(watch);
        for (var wait = 0; wait < 2; wait++)
        {
            Clock.Advance(FirstWait);
            await relay.PollOnceAsync(CancellationToken.None);
        }

        Assert.That(published, Is.EqualTo(1));
        for (var poll = 0; poll < 3; poll++)
        {
            await relay.PollOnceAsync(CancellationToken.None);
        }

        Assert.That(published, Is.EqualTo(1));
    }
}
