namespace Fuzz.Tests.Requests;

/// <summary>Spoils requests.</summary>
internal sealed class Defects(Random random)
{
    /// <summary>Adds one defect, somewhere.</summary>
    public void AddTo(Draft draft)
    {
        switch (random.Next(20))
        {
            case < 4:
                SpoilParameter(draft);
                break;
            case < 12 when draft.Members.Count > 0:
                SpoilMember(draft);
                break;
            case < 14 when draft.Members.Count > 0:
                draft.Body = OneOf(HostileBodies.Wholes);
                break;
            case < 15:
                draft.ContentType = OneOf(Hostile.ContentTypes);
                break;
            case < 16:
                draft.Headers.Add(("Accept", OneOf(Hostile.Accepts)));
                break;
            case < 17:
                draft.Method = OneOf(Hostile.Methods);
                break;
            case < 18:
                draft.Query.Add((OneOf(["limit", "cursor", "colour", "", "%00"]), OneOf(Hostile.Texts)));
                break;
            case < 19 when draft.Path.Count > 0:
                draft.Path["id"] = OneOf(Hostile.Ids);
                break;
            default:
                SpoilHeader(draft);
                break;
        }
    }

    // Mostly a header or a parameter that the operation takes.
    private void SpoilParameter(Draft draft)
    {
        var parameter = OneOf([.. draft.Operation.Parameters.Append(new("colour", "query", ""))]);
        switch (parameter.In)
        {
            case "path":
                draft.Path[parameter.Name] = OneOf(Hostile.Ids);
                break;
            case "query":
                Spoil(draft.Query, parameter.Name, OneOf(Hostile.Texts));
                break;
            default:
                Spoil(draft.Headers, parameter.Name, OneOf(Hostile.HeaderValues));
                break;
        }
    }

    private void SpoilHeader(Draft draft) => draft.Headers.Add((OneOf(Hostile.Headers), OneOf(Hostile.HeaderValues)));

    private void SpoilMember(Draft draft)
    {
        var which = random.Next(draft.Members.Count);
        var (name, json) = draft.Members[which];
        switch (random.Next(8))
        {
            case 0:
                draft.Members.RemoveAt(which);
                break;
            case 1:
                draft.Members.Add((name, OneOf([json, OneOf(HostileBodies.Values)])));
                break;
            case 2:
                string[] others =
                    [name.ToUpperInvariant(), $" {name}", $"{name}\\u0000", "id", "version", "total", "$type"];
                draft.Members[which] = (OneOf(others), json);
                break;
            case 3:
                draft.Members.Add(
                    (OneOf(["id", "status", "$ref", "constructor", "\u00ff"]), OneOf(HostileBodies.Values)));
                break;
            default:
                draft.Members[which] = (name, OneOf(HostileBodies.Values));
                break;
        }
    }

    /// <summary>Gives another value, or a second one.</summary>
    private void Spoil(List<(string Name, string Value)> parts, string name, string value)
    {
        if (random.Next(3) > 0)
        {
            parts.RemoveAll(part => part.Name == name);
        }

        parts.Add((name, value));
    }

    private T OneOf<T>(IReadOnlyList<T> values) => values[random.Next(values.Count)];
}
