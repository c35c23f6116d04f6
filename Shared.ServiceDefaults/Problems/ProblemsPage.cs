using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Shared.Redis.Connections;

namespace Shared.ServiceDefaults.Problems;

/// <summary>The page that the <c>type</c> of every problem leads to: problems.html with the catalog in it.</summary>
internal static partial class ProblemsPage
{
    public static IResult Content { get; } = Results.Content(
        Embedded.Text<ProblemType>("problems.html")
            .Replace("{{sections}}", string.Concat(ProblemType.All.Select(Section)), StringComparison.Ordinal),
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
          <p><a href="#{type.Name}"><code>#{type.Name}</code></a></p>
        </section>

        """;

    private static string Encode(string text) =>
        Code.Replace(HtmlEncoder.Create(UnicodeRanges.BasicLatin).Encode(text), "<code>$1</code>");
}
