using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Shared.Redis.Buckets;
using Shared.Redis.Consuming;
using Shared.Redis.Publishing;
using Shared.Redis.Tests.Consuming;
using StackExchange.Redis;
using Testing;

namespace Shared.Redis.Tests;

/// <summary>A whole host that publishes notes and reads them itself.</summary>
public sealed class RedisRegistrationTests
{
    [Test]
    public async Task A_host_that_was_started_before_its_Redis_carries_a_row_to_its_handler_once_Redis_is_there()
    {
        await using var server = await RedisServer.StartAsync();
        server.Kill();
        using var host = await StartAsync(server);
        await server.RestartAsync();

        await AssertCarriesAsync(server, host);
    }

    [Test]
    public async Task The_same_code_runs_on_a_cluster()
    {
        await using var node = await RedisServer.StartClusterAsync();
        using var host = await StartAsync(node);

        await AssertCarriesAsync(node, host);
        foreach (var bucket in Bucket.All)
        {
            RedisKey[] keys = [bucket.Key("outbox"), bucket.Key("order", "42"), bucket.Key("order", "{x}")];
            var slots = await Task.WhenAll(keys.Select(key => node.Database.ExecuteAsync("CLUSTER", "KEYSLOT", key)));
            Assert.That(slots.Select(slot => (int)slot), Is.All.EqualTo((int)slots[0]), $"{bucket}");
        }
    }

    [TestCase("Redis:Store", "")]
    [TestCase("Redis:Broker", "")]
    [TestCase("Consumer:Name", "")]
    [TestCase("Consumer:BatchSize", "0")]
    [TestCase("Consumer:MaxDeliveries", "0")]
    [TestCase("Consumer:ReclaimAfter", "00:00:00")]
    [TestCase("Outbox:RetransmitAfter", "-00:00:01")]
    [TestCase("Outbox:Confirmation", "7")]
    public async Task A_setting_that_cannot_be_meant_ends_the_start(string name, string value)
    {
        using var host = Build(new() { [name] = value });

        await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
    }

    private static async Task AssertCarriesAsync(RedisServer server, IHost host)
    {
        var handler = (RecordingHandler)host.Services.GetRequiredService<IStreamHandler<Note>>();
        foreach (var bucket in Bucket.All)
        {
            await server.Database.StreamAddAsync(Outbox<Note>.Key(bucket), "text", $"{bucket}");
        }

        await Eventually.That(
            async () => (await Task.WhenAll(Bucket.All.Select(bucket =>
                server.Database.StreamLengthAsync(Outbox<Note>.Key(bucket))))).Sum(),
            Is.Zero);
        await host.Services.GetServices<IHostedService>().OfType<StreamKeeper<Note>>().Single()
            .PollOnceAsync(CancellationToken.None);
        Assert.That(await server.Database.StreamLengthAsync(Note.Stream), Is.Zero);
        await host.StopAsync();
    }

    private static async Task<IHost> StartAsync(RedisServer server)
    {
        var redis = server.ConnectionString;
        var host = Build(new() { ["Redis:Store"] = redis, ["Redis:Broker"] = redis });
        await host.StartAsync();
        return host;
    }

    private static IHost Build(Dictionary<string, string?> settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddRedis().AddOutboxRelay<Note>().AddStreamConsumer<Note, RecordingHandler>();
        return builder.Build();
    }
}
