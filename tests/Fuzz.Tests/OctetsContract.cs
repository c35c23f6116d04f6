using System.Text;
using Fuzz.Tests.Answers;
using Testing.Contracts;

namespace Fuzz.Tests;

/// <summary>That a service refuses what is no HTTP, and goes on.</summary>
/// <typeparam name="TController">A controller of the service.</typeparam>
/// <param name="path">Path of the collection that the service keeps.</param>
/// <param name="validBody">A body that POST to the collection accepts.</param>
public abstract class OctetsContract<TController>(string path, string validBody)
    : ServiceFixture<TController>(path, validBody) where TController : class
{
    /// <summary>What is no HTTP request, or two in one, by what is wrong with it. The body itself is good.</summary>
    private static readonly Dictionary<string, Func<string, string, string>> _octets = new()
    {
        ["no method"] = (path, _) => $" {path} HTTP/1.1\r\nHost: x\r\n\r\n",
        ["no path"] = (_, _) => "GET  HTTP/1.1\r\nHost: x\r\n\r\n",
        ["no version"] = (path, _) => $"GET {path}\r\nHost: x\r\n\r\n",
        ["another version"] = (path, _) => $"GET {path} HTTP/9.9\r\nHost: x\r\n\r\n",
        ["no host"] = (path, _) => $"GET {path} HTTP/1.1\r\n\r\n",
        ["no HTTP"] = (_, _) => "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003",
        ["zeros"] = (_, _) => new('\0', 20_000),
        ["bare line feeds"] = (path, body) =>
            $"POST {path} HTTP/1.1\nHost: x\nContent-Type: application/json\nContent-Length: -1\n\n{body}",
        ["a line break in a header"] = (path, _) => $"GET {path} HTTP/1.1\r\nHost: x\r\nX-A: a\rb\r\n\r\n",
        ["a folded header"] = (path, _) => $"GET {path} HTTP/1.1\r\nHost: x\r\nX-A: a\r\n b\r\n\r\n",
        ["a blank before the colon"] = (path, body) => Post(path, "Content-Length : 5", body),
        ["a header without a colon"] = (path, _) => $"GET {path} HTTP/1.1\r\nHost: x\r\nX-A\r\n\r\n",
        ["a header without a name"] = (path, _) => $"GET {path} HTTP/1.1\r\nHost: x\r\n: a\r\n\r\n",
        ["a header of 64 KB"] = (path, _) =>
            $"GET {path} HTTP/1.1\r\nHost: x\r\nX-A: {new string('a', 65_536)}\r\n\r\n",
        ["a path of 64 KB"] = (path, _) => $"GET {path}/{new string('a', 65_536)} HTTP/1.1\r\nHost: x\r\n\r\n",
        ["200 headers"] = (path, _) =>
            $"GET {path} HTTP/1.1\r\nHost: x\r\n{string.Concat(Enumerable.Repeat("X-A: a\r\n", 200))}\r\n",
        ["two lengths"] = (path, body) => Post(path, $"Content-Length: {body.Length}\r\nContent-Length: 3", body),
        ["a length that is none"] = (path, body) => Post(path, "Content-Length: +1e1", body),
        ["a negative length"] = (path, body) => Post(path, "Content-Length: -1", body),
        ["a huge length"] = (path, body) => Post(path, "Content-Length: 99999999999999999999", body),
        ["a coding that is none"] = (path, body) => Post(path, "Transfer-Encoding: zip", body),
        ["chunked, but not last"] = (path, body) => Post(path, "Transfer-Encoding: chunked, identity", body),
        ["no size of a chunk"] = (path, body) => Post(path, "Transfer-Encoding: chunked", body),
        ["a chunk that is longer than its size"] = (path, body) =>
            Post(path, "Transfer-Encoding: chunked", $"2\r\n{body}\r\n0\r\n\r\n"),
        ["a huge chunk"] = (path, body) =>
            Post(path, "Transfer-Encoding: chunked", $"FFFFFFFFFFFFFFFF\r\n{body}\r\n0\r\n\r\n"),
    };

    private static IEnumerable<string> Wrongs => _octets.Keys;

    [Test]
    public async Task Octets_that_are_no_request_are_refused_and_the_service_goes_on(
        [ValueSource(nameof(Wrongs))] string wrong)
    {
        var octets = Encoding.Latin1.GetBytes(_octets[wrong](Path, ValidBody));
        var answer = await Wire.SendAsync(Client.BaseAddress!.Port, octets);

        Assert.That(answer == Answer.Closed || answer.Status is (>= 400 and < 500) or 505, $"{answer}");
        Assert.That(StoredKeys(), Is.Empty);
        Assert.That((await PostAsync(ValidBody)).IsSuccessStatusCode, Is.True);
    }

    private static string Post(string path, string header, string body) =>
        $"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{header}\r\n\r\n{body}";
}
