using Fuzz.Tests.Answers;
using Fuzz.Tests.Documents;
using Fuzz.Tests.Requests;
using StackExchange.Redis;
using Testing;
using Testing.Contracts;

namespace Fuzz.Tests;

/// <summary>That a service does what its OpenAPI document says, whatever it is asked.</summary>
/// <remarks><c>FUZZ_SEED</c> and <c>FUZZ_REQUESTS</c> decide which requests, and how many.</remarks>
/// <typeparam name="TController">A controller of the service.</typeparam>
/// <param name="path">Path of the collection that the service keeps.</param>
/// <param name="validBody">A body that POST to the collection accepts.</param>
/// <param name="stream">The stream that the service consumes.</param>
/// <param name="group">Its group there.</param>
public abstract class FuzzContract<TController>(string path, string validBody, string stream, string group)
    : ServiceFixture<TController>(path, validBody) where TController : class
{
    private const int EnoughForAll = 1000;

    private static readonly int _seed = Setting.Number("FUZZ_SEED", 1);
    private static readonly int _requests = Setting.Number("FUZZ_REQUESTS", 2000);

    private string _stored = "";

    private int Port => Client.BaseAddress!.Port;

    [Test]
    public async Task Every_answer_is_documented_and_what_is_refused_stores_nothing()
    {
        TestContext.Out.WriteLine($"FUZZ_SEED={_seed} FUZZ_REQUESTS={_requests}");
        var document = new ApiDocument(typeof(TController).Assembly.GetName().Name!);
        var (memory, oracle, coverage) = (new Memory(), new Oracle(document), new Coverage(document));
        var maker = new RequestMaker(document, memory, new Random(_seed));
        await AddDeadLettersAsync();
        await Eventually.That(IsAtRestAsync, Is.True);
        _stored = await FingerprintAsync();
        for (var number = 1; number <= _requests; number++)
        {
            var request = maker.Next();
            var answer = await Wire.SendAsync(Port, request.ToOctets());
            IReadOnlyList<string> faults =
                [.. await oracle.FaultsAsync(request, answer), .. await ChangesAsync(request, answer)];

            Assert.That(faults, Is.Empty, () =>
                $"FUZZ_SEED={_seed}, request {number}, answered {answer.Status} {answer.Body}\n"
                + request.ToCommand(Port));
            memory.Learn(request, answer);
            coverage.Note(request, answer);
        }

        TestContext.Out.WriteLine(coverage);
        Assert.That(
            coverage.NeverDone,
            _requests < EnoughForAll ? Is.Not.Null : Is.Empty,
            "operations that were refused each time");
    }

    /// <summary>Whether something changed that had no reason to.</summary>
    private async Task<IEnumerable<string>> ChangesAsync(Request request, Answer answer)
    {
        var mayChange = answer.Status is >= 200 and < 300 && request.Method is not ("GET" or "HEAD");
        if (mayChange)
        {
            await Eventually.That(IsAtRestAsync, Is.True); // Some of it is done in the background.
        }

        var before = _stored;
        _stored = await FingerprintAsync();
        return mayChange || _stored == before ? [] : ["it changed what is stored"];
    }

    private async Task<bool> IsAtRestAsync()
    {
        if (!await Broker.Database.KeyExistsAsync(stream))
        {
            return false; // The service makes it with its group.
        }

        var info = await Broker.Database.StreamInfoAsync(stream);
        var reader = (await Broker.Database.StreamGroupInfoAsync(stream)).Single(candidate => candidate.Name == group);
        return reader.PendingMessageCount == 0
            && reader.LastDeliveredId == info.LastGeneratedId
            && !StoredKeys().Any(key => key.StartsWith("payments:", StringComparison.Ordinal));
    }

    /// <summary>Stands for all that is stored, outboxes excepted, which the relay empties when it likes.</summary>
    private async Task<string> FingerprintAsync()
    {
        var keys = StoredKeys().Order(StringComparer.Ordinal).ToArray();
        var digests = (string[])(await Store.Server.ExecuteAsync("DEBUG", ["DIGEST-VALUE", .. keys]))!;
        return string.Join('\n', keys.Zip(digests));
    }

    private async Task AddDeadLettersAsync()
    {
        // What was created here is an order that Payment can refund, and one that Inventory can refuse.
        using var created = await PostAsync(ValidBody);
        var known = created.Headers.Location!.ToString().Split('/')[^1];
        for (var i = 0; i < 40; i++)
        {
            await Store.Database.StreamAddAsync($"dead-letters:{stream}",
            [
                new NameValueEntry("entry", $"{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}-0"),
                new NameValueEntry("reason", "malformed"),
                new NameValueEntry("deliveries", 1),
                new NameValueEntry("fields", i % 4 == 0 ? "{}" : $$"""{ "pk": "{{known}}" }"""),
            ]);
        }
    }
}
