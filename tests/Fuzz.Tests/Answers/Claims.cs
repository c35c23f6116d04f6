using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fuzz.Tests.Documents;
using Fuzz.Tests.Requests;
using Shared.Contracts;

namespace Fuzz.Tests.Answers;

/// <summary>What the document says of requests: what it does not allow has to be refused.</summary>
internal sealed class Claims(ApiDocument document)
{
    private const string ByteOrderMark = "\u00ef\u00bb\u00bf"; // A reader may ignore it (RFC 8259, section 8.1).

    private const NumberStyles NumberText =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private static readonly JsonDocumentOptions _strict = new() { AllowDuplicateProperties = false };

    /// <summary>Why a request has to be refused.</summary>
    /// <returns><see langword="null"/> when the document has nothing against it.</returns>
    public async Task<string?> RefusalOfAsync(Request request)
    {
        if (request.Operation is not { } operation)
        {
            return null;
        }

        foreach (var parameter in operation.Parameters.Where(parameter => parameter.In != "path"))
        {
            foreach (var value in Values(request, parameter))
            {
                if (await ErrorAsync(parameter.Schema, value) is { } error)
                {
                    return $"{parameter.Name} is '{value}': {error}";
                }
            }
        }

        if (operation.Bodies.Values.FirstOrDefault() is not { } schema)
        {
            return null;
        }

        if (request.Header("Content-Encoding").SelectMany(value => value.Split(',')).Any(IsCoding))
        {
            return "the body is encoded";
        }

        return request.Header("Content-Type").Any(type => type.Contains("json", StringComparison.OrdinalIgnoreCase))
            ? await BodyErrorAsync(document.Resolve(schema), request.Body)
            : "the body is of another media type";
    }

    private async Task<string?> BodyErrorAsync(JsonNode schema, string octets)
    {
        try
        {
            var isMarked = octets.StartsWith(ByteOrderMark, StringComparison.Ordinal);
            var text = isMarked ? octets[ByteOrderMark.Length..] : octets;
            var body = JsonNode.Parse(Encoding.Latin1.GetBytes(text), documentOptions: _strict);
            return await FirstErrorAsync(schema, Numbers(schema, body));
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException)
        {
            return "the body is no JSON";
        }
    }

    // Numbers may be written as text, and whole ones with a point or an exponent: to the library these are no integers.
    private string Numbers(JsonNode schema, JsonNode? body)
    {
        foreach (var (name, member) in schema["properties"]!.AsObject())
        {
            if (!IsText(member!)
                && body is JsonObject given
                && given[name] is JsonValue value
                && value.GetValueKind() is JsonValueKind.String or JsonValueKind.Number)
            {
                given[name] = Number(value.ToString()) ?? value.DeepClone();
            }
        }

        return body?.ToJsonString() ?? "null";
    }

    private async Task<string?> ErrorAsync(JsonNode schema, string value)
    {
        JsonNode json = !IsText(schema) && long.TryParse(value, CultureInfo.InvariantCulture, out var number)
            ? number
            : value;
        return await FirstErrorAsync(schema, json.ToJsonString());
    }

    private async Task<string?> FirstErrorAsync(JsonNode schema, string json) =>
        await document.ErrorsAsync(schema, json) is [var error, ..] ? error : null;

    private bool IsText(JsonNode schema) => document.Resolve(schema)["type"]!.ToJsonString().Contains("string");

    private static JsonNode? Number(string text) =>
        decimal.TryParse(text, NumberText, CultureInfo.InvariantCulture, out var number)
            ? JsonNode.Parse(Money.Format(number))
            : null;

    private static bool IsCoding(string text) =>
        text.Trim(' ', '\t') is { Length: > 0 } coding
        && !coding.Equals("identity", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> Values(Request request, Parameter parameter) => parameter.In == "header"
        ? request.Header(parameter.Name).Select(value => value.Trim(' ', '\t'))
        : from part in request.Target.Split('?', 2) is [_, var query] ? query.Split('&') : []
          let pair = part.Split('=', 2)
          where pair[0] == parameter.Name
          select Uri.UnescapeDataString(pair[^1]);
}
