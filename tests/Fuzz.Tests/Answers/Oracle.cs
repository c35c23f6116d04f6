using System.Text.Json;
using System.Text.Json.Nodes;
using Fuzz.Tests.Documents;
using Fuzz.Tests.Requests;

namespace Fuzz.Tests.Answers;

/// <summary>Says whether an answer is what the document promises.</summary>
internal sealed class Oracle(ApiDocument document)
{
    private readonly Claims _claims = new(document);

    /// <summary>What is wrong with an answer.</summary>
    public async Task<IReadOnlyList<string>> FaultsAsync(Request request, Answer answer)
    {
        if (answer.Status == 0)
        {
            return [answer.Body];
        }

        List<string> faults = [];
        if (answer.Status >= 500)
        {
            faults.Add($"{answer.Status} is the service's own fault");
        }
        else if (request.Operation?.Answers.ContainsKey(answer.Status) != true
            && !Transport.Bare(request).Concat(Transport.Lost(request)).Contains(answer.Status))
        {
            var operation = request.Operation?.ToString() ?? "what no operation is for";
            faults.Add($"{answer.Status} is not documented for {operation}");
        }

        if (answer.Status < 400 && await _claims.RefusalOfAsync(request) is { } reason)
        {
            faults.Add($"taken, though {reason}");
        }

        faults.AddRange(await BodyFaultsAsync(request, answer));
        return faults;
    }

    private async Task<IEnumerable<string>> BodyFaultsAsync(Request request, Answer answer)
    {
        if (request.Method == "HEAD")
        {
            return answer.Body.Length > 0 ? ["HEAD has a body"] : [];
        }

        if (answer.Body.Length == 0 && Transport.Bare(request).Contains(answer.Status))
        {
            return [];
        }

        var documented = request.Operation?.Answers.GetValueOrDefault(answer.Status)
            ?? (answer.Status >= 400
                ? new Dictionary<string, JsonNode> { ["application/problem+json"] = document.Problem }
                : []);
        if (documented.Count == 0)
        {
            return answer.Body.Length > 0 ? ["a body is not documented"] : [];
        }

        if (!documented.TryGetValue(answer.MediaType, out var schema))
        {
            return [$"media type '{answer.MediaType}' is not documented for {answer.Status}"];
        }

        if (!answer.IsJson)
        {
            return []; // Of a stream of events nothing was read.
        }

        var errors = await document.ErrorsAsync(schema, answer.Body);
        return errors.Count == 0 && answer.Status >= 400 ? ProblemFaults(answer) : errors;
    }

    private static IEnumerable<string> ProblemFaults(Answer answer)
    {
        var problem = JsonElement.Parse(answer.Body);
        if (problem.GetProperty("status").GetInt32() != answer.Status)
        {
            yield return "the problem has another status than the answer";
        }

        if (!problem.GetProperty("type").GetString()!.StartsWith("/problems#", StringComparison.Ordinal))
        {
            yield return "the type of the problem is not explained";
        }
    }
}
