using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Shared.Redis.Connections;

namespace Shared.ServiceDefaults.Console;

/// <summary>A file of the page, embedded in this assembly.</summary>
internal sealed class PageFile
{
    public const string Start = "index.html";

    private const string Folder = "console/";

    private readonly byte[] _content;
    private readonly string _type;
    private readonly EntityTagHeaderValue _tag;

    private PageFile(string name, string text)
    {
        _content = Encoding.UTF8.GetBytes(text);
        _tag = new($"\"{Convert.ToHexStringLower(SHA256.HashData(_content))}\"");
        _type = Path.GetExtension(name) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".md" => "text/plain; charset=utf-8", // To be read, not saved.
            var other => throw new InvalidOperationException($"{name}: nobody said what type {other} is."),
        };
    }

    /// <summary>All files by name.</summary>
    /// <param name="complete">Writes into the first page what it cannot know.</param>
    public static Dictionary<string, PageFile> ReadAll(Func<string, string> complete) => typeof(PageFile).Assembly
        .GetManifestResourceNames()
        .Where(resource => resource.StartsWith(Folder, StringComparison.Ordinal))
        .Select(resource => (Name: resource[Folder.Length..], Text: Embedded.Text<PageFile>(resource)))
        .ToDictionary(file => file.Name, file => new PageFile(
            file.Name, file.Name == Start ? complete(file.Text) : file.Text));

    /// <summary>The file, or 304 for who has it.</summary>
    public IResult Answer() => Results.Bytes(_content, _type, entityTag: _tag);
}
