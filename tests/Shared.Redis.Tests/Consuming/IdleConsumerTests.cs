using Shared.Redis.Connections;
using Shared.Redis.Consuming;
using StackExchange.Redis;

namespace Shared.Redis.Tests.Consuming;

public sealed class IdleConsumerTests : RedisFixture
{
    private static readonly Script _remove = Script.Load<StreamKeeper<Note>>("remove_idle_consumers");

    [SetUp]
    public async Task AddConsumers()
    {
        await Broker.Database.StreamAddAsync(Note.Stream, "text", "x");
        await Broker.Database.StreamCreateConsumerGroupAsync(Note.Stream, Note.Group, "0-0");
        await Broker.Database.StreamReadGroupAsync(Note.Stream, Note.Group, "holding", ">");
        var last = await Broker.Database.StreamAddAsync(Note.Stream, "text", "y");
        await Broker.Database.StreamReadGroupAsync(Note.Stream, Note.Group, "empty", ">");
        await Broker.Database.StreamAcknowledgeAsync(Note.Stream, Note.Group, last);
    }

    [Test]
    public async Task Only_a_consumer_that_holds_nothing_is_removed()
    {
        Assert.That(await RemoveAsync(idle: 0), Is.EqualTo(1));

        var consumers = await Broker.Database.StreamConsumerInfoAsync(Note.Stream, Note.Group);
        Assert.That(
            consumers.Select(consumer => (consumer.Name, consumer.PendingMessageCount)), Is.EqualTo([("holding", 1)]));
    }

    [Test]
    public async Task A_consumer_that_was_there_lately_stays() =>
        Assert.That(await RemoveAsync(idle: 60_000), Is.Zero);

    [TestCase("XGROUP", "DESTROY", "notes", "readers")]
    [TestCase("DEL", "notes")]
    public async Task Nothing_is_removed_where_there_is_no_group(string command, params object[] arguments)
    {
        await Broker.Database.ExecuteAsync(command, arguments);

        Assert.That(await RemoveAsync(idle: 0), Is.Zero);
    }

    private async Task<int> RemoveAsync(long idle) =>
        (int)await _remove.RunAsync(Redis.Broker, [Note.Stream], Note.Group, idle);
}
