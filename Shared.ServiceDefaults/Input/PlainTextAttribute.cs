using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;

namespace Shared.ServiceDefaults.Input;

/// <summary>
/// Takes text that can be seen and shown again: at least one visible character, and no control characters. Characters
/// are counted as JSON Schema counts them: an emoji is one.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PlainTextAttribute : StringLengthAttribute
{
    public PlainTextAttribute(int maximumLength) : base(maximumLength)
    {
        MinimumLength = 1;
        ErrorMessage = "Must be {2} to {1} characters, one of them visible, and none a control character.";
    }

    public override bool IsValid(object? value)
    {
        if (value is not string text)
        {
            return true;
        }

        var characters = text.EnumerateRunes().ToList();
        return characters.Count <= MaximumLength && characters.Exists(IsVisible) && !characters.Exists(Rune.IsControl);
    }

    // Zero-width characters are of the category Format.
    private static bool IsVisible(Rune character) =>
        !Rune.IsWhiteSpace(character)
        && Rune.GetUnicodeCategory(character) is not (UnicodeCategory.Format or UnicodeCategory.Control);
}
