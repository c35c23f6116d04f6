using Fuzz.Tests.Documents;
using Fuzz.Tests.Requests;

namespace Fuzz.Tests.Answers;

/// <summary>What was answered to which operation, and how often.</summary>
internal sealed class Coverage(ApiDocument document)
{
    private readonly Dictionary<(Operation Operation, int Status), int> _counts = [];

    /// <summary>Operations that never had their effect, so that nothing is known of them.</summary>
    public IEnumerable<Operation> NeverDone =>
        document.Operations.Where(operation =>
            !_counts.Keys.Any(key => key.Operation == operation && key.Status < 300));

    public void Note(Request request, Answer answer)
    {
        if (request.Operation is { } operation)
        {
            _counts[(operation, answer.Status)] = _counts.GetValueOrDefault((operation, answer.Status)) + 1;
        }
    }

    public override string ToString() =>
        string.Join('\n', document.Operations.Select(operation => $"{operation}: {Counts(operation)}"));

    private string Counts(Operation operation) => string.Join(' ', _counts
        .Where(count => count.Key.Operation == operation)
        .OrderBy(count => count.Key.Status)
        .Select(count => $"{count.Key.Status}:{count.Value}"));
}
