using Fuzz.Tests.Documents;

namespace Fuzz.Tests.Requests;

/// <summary>Requests for a document: one in three as it describes them, the others with a defect or two.</summary>
internal sealed class RequestMaker(ApiDocument document, Memory memory, Random random)
{
    private const int Recent = 5; // These are hardly deleted yet.

    private readonly GoodValues _good = new(document, random);
    private readonly Defects _defects = new(random);

    public Request Next()
    {
        var draft = Good(document.Operations[random.Next(document.Operations.Count)]);
        for (var defects = random.Next(3); defects > 0; defects--)
        {
            _defects.AddTo(draft);
        }

        return draft.ToRequest(document);
    }

    private Draft Good(Operation operation)
    {
        var draft = new Draft(operation);
        foreach (var parameter in operation.Parameters)
        {
            if (parameter.In == "path")
            {
                var known = memory[operation.Collection];
                var recent = random.Next(2) == 0 ? Recent : known.Count;
                draft.Path[parameter.Name] = OneOf([.. known.TakeLast(recent)]) ?? "unknown";
            }
            else if (random.Next(2) == 0)
            {
                (parameter.In == "query" ? draft.Query : draft.Headers).Add((parameter.Name, Value(draft, parameter)));
            }
        }

        AddBody(draft);
        return draft;
    }

    // What a schema only calls a string has a meaning that its name tells.
    private string Value(Draft draft, Parameter parameter)
    {
        var tags = memory[$"/{draft.Operation.Collection}/{draft.Path.GetValueOrDefault("id")}"];
        return parameter.Name switch
        {
            "cursor" => OneOf(memory[$"cursor of {draft.Operation.Collection}"]) ?? "1-0-0",
            "If-Match" or "If-None-Match" => random.Next(4) == 0 ? "*" : OneOf([.. tags.TakeLast(2)]) ?? "\"1\"",
            "Last-Event-ID" => tags.LastOrDefault("completed").Trim('"'),
            "Prefer" => "wait=0",
            "Idempotency-Key" when random.Next(3) == 0 && OneOf(memory["Idempotency-Key"]) is { } key => key,
            _ => _good.Plain(parameter.Schema),
        };
    }

    private void AddBody(Draft draft)
    {
        if (draft.Operation.Bodies.Count == 0)
        {
            return;
        }

        draft.ContentType = OneOf([.. draft.Operation.Bodies.Keys]);
        var schema = document.Resolve(draft.Operation.Bodies.Values.First());
        var required = schema["required"]?.AsArray().Select(name => $"{name}").ToList() ?? [];
        foreach (var (name, member) in schema["properties"]!.AsObject())
        {
            if (required.Contains(name) || random.Next(4) > 0)
            {
                draft.Members.Add((name, _good.Json(member!)));
            }
        }
    }

    private string? OneOf(IReadOnlyList<string> values) => values.Count == 0 ? null : values[random.Next(values.Count)];
}
