using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Audit;
using Chaos.Faults;

namespace Chaos;

/// <summary>
/// Looks after the dead letters: while all else goes on redrives some and discards some of the poison, and at the end
/// redrives every one that carries a customer's order.
/// </summary>
internal sealed partial class Operator(Site site)
{
    private const int AtOnce = 3;
    private const int MostText = 300;

    private readonly Dictionary<(Service Service, string Id), string> _customers = [];
    private readonly HashSet<(Service Service, string Id)> _done = [];
    private readonly Dictionary<Service, string> _read = site.Services.ToDictionary(service => service, _ => "0-0");
    private readonly List<string> _surprises = [];
    private long _answers;
    private long _letters;

    /// <summary>How many letters carried a customer's order.</summary>
    public int Customers => _customers.Count;

    /// <summary>The orders of customers that were dead letters.</summary>
    public IReadOnlySet<string> Orders =>
        _customers.Values.Select(letter => OrderId().Match(letter).Groups[1].Value).ToHashSet();

    public IReadOnlyList<Finding> Findings =>
    [
        new("an operator is answered as documented", _answers, _surprises),
        new("only poison is a dead letter, and what is beyond the horizon", _letters,
            [.. _customers.Values.Where(letter => !letter.StartsWith("expired ", StringComparison.Ordinal))]),
    ];

    public async Task WorkAsync(int seed, CancellationToken over)
    {
        var random = new Random(seed);
        while (!over.IsCancellationRequested)
        {
            var service = site.PresentServices[random.Next(site.PresentServices.Count)];
            var instance = service.Instances[random.Next(service.Instances.Count)];
            var (_, page) = await AskAsync(instance, HttpMethod.Get, "/dead-letters?limit=20", 200);
            var letters = (page as JsonArray ?? []).ToArray();
            random.Shuffle(letters);
            foreach (var letter in letters.Take(AtOnce))
            {
                await HandleAsync(service, instance, letter!, random);
            }

            var pause = TimeSpan.FromSeconds(random.NextDouble());
            await Task.Delay(pause, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Redrives all that carries a customer's order.</summary>
    /// <returns>A line for each that is still there.</returns>
    public async Task<IReadOnlyList<string>> RedriveCustomersAsync()
    {
        foreach (var service in site.Services)
        {
            await ReadOnAsync(service);
        }

        foreach (var (service, id) in Waiting().ToList())
        {
            await RedriveAsync(service, service.Instances[0], id);
        }

        return [.. Waiting().Select(letter => $"dead letter: {_customers[letter]}")];
    }

    private IEnumerable<(Service Service, string Id)> Waiting() => _customers.Keys.Except(_done);

    private async Task HandleAsync(Service service, ServiceInstance instance, JsonNode letter, Random random)
    {
        var id = (string)letter["id"]!;
        var stream = service.Subscription.Stream;
        var text = $"{letter["reason"]} {stream} {letter["entry"]} {letter["fields"]?.ToJsonString()}";
        if (IsPoison(service, id, text) && random.Next(2) == 0)
        {
            await AskAsync(instance, HttpMethod.Delete, $"/dead-letters/{id}", 204, 404);
        }
        else
        {
            await RedriveAsync(service, instance, id);
        }
    }

    private async Task RedriveAsync(Service service, ServiceInstance instance, string id)
    {
        var path = $"/dead-letters/{id}/redrive";
        var (status, problem) = await AskAsync(instance, HttpMethod.Post, path, 204, 404, 409);
        if (status is 204 or 404)
        {
            _done.Add((service, id));
        }
        else if (status == 409 && problem?["detail"] is null)
        {
            _surprises.Add($"{instance.Name} does not say why {id} failed again");
        }
    }

    /// <summary>Reads the letters that came since it was last done; one at a time, as each may be large.</summary>
    private async Task ReadOnAsync(Service service)
    {
        while (await service.Store.Database.StreamRangeAsync(
            service.Subscription.DeadLetters, $"({_read[service]}", "+", count: 1) is [var letter])
        {
            var id = _read[service] = letter.Id.ToString();
            _letters++;
            var stream = service.Subscription.Stream;
            IsPoison(service, id, $"{letter["reason"]} {stream} {letter["entry"]} {letter["fields"]}");
        }
    }

    /// <summary>Whether no customer ever ordered what a letter carries; if one did, the letter is remembered.</summary>
    private bool IsPoison(Service service, string id, string letter)
    {
        var poison = letter.Contains(StreamFaults.PoisonPrefix, StringComparison.Ordinal);
        if (!poison)
        {
            _customers[(service, id)] = letter.Length > MostText ? letter[..MostText] : letter;
        }

        return poison;
    }

    private async Task<(int? Status, JsonNode? Body)> AskAsync(
        ServiceInstance instance, HttpMethod method, string path, params int[] expected)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path);
            using var answer = await instance.Client.SendAsync(request);
            var (status, body) = ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
            _answers++;
            if (status != 503 && !expected.Contains(status)) // 503: its store is away
            {
                _surprises.Add($"{method} {instance.Name}{path}: {status} {body[..Math.Min(body.Length, MostText)]}");
            }

            return (status, body.Length > 0 ? JsonNode.Parse(body) : null);
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException or IOException)
        {
            return (null, null); // The instance is away.
        }
    }

    [GeneratedRegex("\"pk\":\"([^\"]+)\"")]
    private static partial Regex OrderId();
}
