using Microsoft.Extensions.Logging.Abstractions;
using Shared.Redis.Consuming;

namespace Shared.Redis.Tests.Consuming;

/// <summary>A broker that has no memory left for anything new.</summary>
public sealed class FullBrokerTests : ConsumerFixture
{
    [TearDown]
    public Task MakeRoom() => Broker.Server.ConfigSetAsync("maxmemory", 0);

    [Test]
    public async Task A_full_broker_that_never_had_a_consumer_is_read_and_emptied_by_the_first_one()
    {
        await AddAsync("a", "b");
        await Broker.Server.ConfigSetAsync("maxmemory", 1);

        await PollAsync(Consumer(), 2);
        var log = NullLogger<StreamKeeper<Note>>.Instance;
        await new StreamKeeper<Note>(Redis, new Subscription<Note>(), TimeProvider.System, log)
            .PollOnceAsync(CancellationToken.None);

        Assert.That(Handler.Handled, Is.EqualTo(["a", "b"]));
        Assert.That(await ReceiptsAsync(), Is.EqualTo(["#a", "#b"]), "without them the rows would stay");
        Assert.That(await Broker.Database.StreamLengthAsync(Note.Stream), Is.Zero);
    }
}
