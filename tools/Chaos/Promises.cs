using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Audit;

namespace Chaos;

/// <summary>What customers were told that never changes again. Each order is asked for until it is final.</summary>
internal sealed class Promises(Site site)
{
    private const int AtOnce = 12;

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(200);

    private readonly Channel<(string OrderId, string State)> _open =
        Channel.CreateUnbounded<(string OrderId, string State)>();

    private readonly ConcurrentDictionary<string, string> _told = [];

    public int Told => _told.Count;

    public void Watch(string orderId) => _open.Writer.TryWrite((orderId, "\"pending\""));

    public Task AskAsync(CancellationToken stop) =>
        Task.WhenAll(Enumerable.Range(0, AtOnce).Select(worker => AskAsync(worker, stop)));

    /// <summary>Holds what was told against what is so.</summary>
    public Finding Check(Ledger ledger)
    {
        string? State(string orderId) => ledger.Orders.GetValueOrDefault(orderId)?.State;
        return new("an order is what its customer was told that it is for good", _told.Count,
        [
            .. _told.Where(told => State(told.Key) != told.Value)
                .Select(told => $"{told.Key} is {State(told.Key) ?? "gone"}, not {told.Value}"),
        ]);
    }

    private async Task AskAsync(int worker, CancellationToken stop)
    {
        for (var turn = worker; !stop.IsCancellationRequested; turn++)
        {
            try
            {
                var (orderId, state) = await _open.Reader.ReadAsync(stop);
                await AskAsync(site.Payment.Instances[turn % site.Payment.Instances.Count], orderId, state, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>Waits a moment for another state than the one that the customer knows.</summary>
    private async Task AskAsync(ServiceInstance payment, string orderId, string state, CancellationToken stop)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/orders/{orderId}");
            request.Headers.Add("Prefer", "wait=2");
            request.Headers.Add("If-None-Match", state);
            using var answer = await payment.Client.SendAsync(request, stop);
            if (answer is { IsSuccessStatusCode: true, Headers.ETag.Tag: var tag })
            {
                state = tag;
                var order = JsonNode.Parse(await answer.Content.ReadAsStringAsync(stop))!;
                if (order["confirmedAt"] is not null || (string?)order["status"] is "refunded" or "declined")
                {
                    _told[orderId] = tag.Trim('"');
                    return;
                }
            }
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException or IOException)
        {
            await Task.Delay(_pause, stop); // The instance is away.
        }

        _open.Writer.TryWrite((orderId, state));
    }
}
