namespace Lab;

/// <summary>A line about what was done to the system, and what came of it.</summary>
/// <param name="Kind">struck, healed, failed or told.</param>
/// <param name="Button">The button that it is about.</param>
internal sealed record Note(int Id, DateTimeOffset At, string Kind, string Text, string? Button);

/// <summary>What happened in the lab, the last first.</summary>
internal sealed class Diary
{
    private const int Kept = 30;

    private readonly Lock _turn = new();
    private IReadOnlyList<Note> _notes = [];
    private int _last;

    public IReadOnlyList<Note> Notes => _notes;

    public void Add(string kind, string text, string? button = null)
    {
        lock (_turn)
        {
            _notes = [new Note(++_last, DateTimeOffset.UtcNow, kind, text, button), .. _notes.Take(Kept - 1)];
        }
    }
}
