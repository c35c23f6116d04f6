using System.Net;
using System.Text;
using Testing;

namespace Deployment.Tests;

/// <summary>Says that all versions of a package are critically vulnerable, as package registries do.</summary>
internal sealed class AuditSource : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly string _package;
    private readonly string _root = $"http://localhost:{Ports.Free()}/";

    public AuditSource(string package)
    {
        _package = package;
        _listener.Prefixes.Add(_root);
        _listener.Start();
        _ = AnswerAsync();
    }

    public string Address => $"{_root}index.json";

    public void Dispose() => _listener.Close();

    private async Task AnswerAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var call = await _listener.GetContextAsync();
                var answer = AnswerTo(call.Request.Url!.AbsolutePath);
                await call.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer));
                call.Response.Close();
            }
            catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException)
            {
                return; // The test is over.
            }
        }
    }

    private string AnswerTo(string path) => path switch
    {
        "/index.json" =>
            $$"""{"version": "3.0.0", "resources": [{"@id": "{{_root}}pages", "@type": "VulnerabilityInfo/6.7.0"}]}""",
        "/pages" => $$"""[{"@name": "all", "@id": "{{_root}}all", "@updated": "2026-01-01T00:00:00Z"}]""",
        _ => $$"""{"{{_package}}": [{"severity": 3, "url": "https://example.org/1", "versions": "(, )"}]}""",
    };
}
