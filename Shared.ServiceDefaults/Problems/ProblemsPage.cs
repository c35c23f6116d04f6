using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;

namespace Shared.ServiceDefaults.Problems;

/// <summary>The page that the <c>type</c> of every problem leads to.</summary>
internal static partial class ProblemsPage
{
    public static IResult Answer { get; } = Results.Content(
        $$"""
        <!DOCTYPE html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>Problems</title>
        <link rel="icon" href="data:,">
        <style>
          body { font: 1rem/1.5 system-ui, sans-serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem; color: #222 }
          section { border-top: 1px solid #ddd; padding: .5rem }
          section:target { background: #fff8dc }
          code { color: #666 }
        </style>
        <h1>Problems</h1>
        <p>Every error is answered with problem details
          (<a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>), whose <code>type</code> leads to one of these.
          Whoever runs the service finds its log by the <code>traceId</code>.</p>
        {{string.Concat(ProblemType.All.Select(Section))}}
        </html>
        """,
        "text/html",
        Encoding.UTF8);

    [GeneratedRegex("`(.+?)`")]
    private static partial Regex Code { get; }

    private static string Section(ProblemType type) =>
        $"""
        <section id="{type.Name}">
          <h2>{type.Status} {Encode(type.Title)}</h2>
          <p>{Encode(type.Explanation)}</p>
          <p><strong>What to do:</strong> {Encode(type.Remedy)}</p>
          <p><code>{type.Uri}</code></p>
        </section>

        """;

    private static string Encode(string text) => Code.Replace(HtmlEncoder.Create(UnicodeRanges.BasicLatin).Encode(text), "<code>$1</code>");
}
