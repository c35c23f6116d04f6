using System.Security.Cryptography;
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
    private static readonly string _page = Embedded.Text<ProblemType>("problems.html");

    public static IResult Content { get; } = Results.Content(
        _page.Replace("{{sections}}", string.Concat(ProblemType.All.Select(Section)), StringComparison.Ordinal),
        "text/html",
        Encoding.UTF8);

    /// <summary>Lets a browser apply the style within the page, known by its hash, and run nothing.</summary>
    public static string Policy { get; } =
        $"default-src 'none'; style-src 'sha256-{HashOf(Style.Match(_page).Groups[1].Value)}'; img-src data:; "
        + "frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    [GeneratedRegex("<style>(.*)</style>", RegexOptions.Singleline)]
    private static partial Regex Style { get; }

    [GeneratedRegex("`(.+?)`")]
    private static partial Regex Code { get; }

    private static string HashOf(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

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
