using System.Collections.Concurrent;
using Shared.Redis.Consuming;

namespace Shared.Redis.Tests.Consuming;

/// <summary>Remembers what it has handled, and fails when it is told to.</summary>
public sealed class RecordingHandler : IStreamHandler<Note>
{
    private readonly ConcurrentQueue<string> _handled = [];

    /// <summary>What happens before a message counts as handled.</summary>
    public Func<Note, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>The texts of the messages handled so far.</summary>
    public IReadOnlyCollection<string> Handled => _handled;

    /// <summary>What it decides about each message.</summary>
    public string? Verdict { get; set; }

    public async Task<string?> HandleAsync(Note message, CancellationToken cancellationToken)
    {
        await Before(message, cancellationToken);
        _handled.Enqueue(message.Text);
        return Verdict;
    }

    /// <summary>Fails for one text only.</summary>
    public void FailFor(string text, Func<Exception> fault) =>
        Before = (note, _) => note.Text == text ? Task.FromException(fault()) : Task.CompletedTask;
}
