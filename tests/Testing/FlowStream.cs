using System.Text.Json.Nodes;

namespace Testing;

/// <summary>The events of <c>/flow</c>, as a client reads them.</summary>
public sealed class FlowStream : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly StreamReader _reader;

    private FlowStream(HttpResponseMessage response, Stream body) =>
        (Response, _reader) = (response, new StreamReader(body));

    /// <summary>The response, whose body goes on.</summary>
    public HttpResponseMessage Response { get; }

    public static async Task<FlowStream> OpenAsync(HttpClient client, string accept = "text/event-stream")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/flow");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return new FlowStream(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>Waits for the next event.</summary>
    /// <returns>Its data, or <see langword="null"/> when the stream has ended.</returns>
    public async Task<JsonNode?> NextAsync()
    {
        if (await LineAsync() is not { } name)
        {
            return null;
        }

        Assert.That(name, Is.EqualTo("event: flow"));
        var data = await LineAsync();
        Assert.That(data, Does.StartWith("data: "));
        Assert.That(await LineAsync(), Is.Empty);
        return JsonNode.Parse(data!["data: ".Length..]);
    }

    public void Dispose()
    {
        _reader.Dispose();
        Response.Dispose();
    }

    private Task<string?> LineAsync() => _reader.ReadLineAsync().WaitAsync(_patience);
}
