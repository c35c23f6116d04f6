using Microsoft.Extensions.Logging.Abstractions;
using Shared.Redis.Consuming;

namespace Shared.Redis.Tests;

/// <summary>A broker that has no memory left for anything new.</summary>
public sealed class FullBrokerTests : RedisFixture
{
    [TearDown]
    public Task MakeRoom() => Broker.Server.ConfigSetAsync("maxmemory", 0);

    [Test]
    public async Task A_full_broker_is_emptied_of_what_was_acknowledged()
    {
        await Broker.Database.StreamCreateConsumerGroupAsync(Note.Stream, Note.Group, "0-0");
        await Broker.Database.StreamAddAsync(Note.Stream, "text", "x");
        var read = await Broker.Database.StreamReadGroupAsync(Note.Stream, Note.Group, "reader", ">");
        await Broker.Database.StreamAcknowledgeAsync(Note.Stream, Note.Group, read[0].Id);
        await Broker.Server.ConfigSetAsync("maxmemory", 1);

        await new StreamKeeper<Note>(Redis, TimeProvider.System, NullLogger<StreamKeeper<Note>>.Instance)
            .PollOnceAsync(CancellationToken.None);

        Assert.That(await Broker.Database.StreamLengthAsync(Note.Stream), Is.Zero);
    }
}
