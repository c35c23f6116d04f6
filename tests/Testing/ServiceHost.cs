using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Testing;

/// <summary>A whole service in the test's own process, on a real Kestrel, as its limits belong to Kestrel.</summary>
/// <typeparam name="TController">Any controller of the service, which tells the services apart.</typeparam>
public sealed class ServiceHost<TController> : WebApplicationFactory<TController> where TController : class
{
    private readonly Dictionary<string, string?> _settings;
    private readonly Action<IServiceCollection> _substitute;

    public ServiceHost(
        string store,
        string broker,
        Dictionary<string, string?>? settings = null,
        Action<IServiceCollection>? substitute = null)
    {
        _settings = new(settings ?? []) { ["Redis:Store"] = store, ["Redis:Broker"] = broker };
        if (!_settings.Keys.Any(name => name.StartsWith("Authentication:", StringComparison.Ordinal)))
        {
            _settings["Authentication:Required"] = "false"; // Whatever the developer has set up for himself.
        }

        _substitute = substitute ?? (_ => { });
        UseKestrel(0);
        StartServer();
        ClientOptions.AllowAutoRedirect = false;
        Client = CreateClient();
    }

    public HttpClient Client { get; }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        foreach (var (name, value) in _settings)
        {
            builder.UseSetting(name, value);
        }

        builder.ConfigureTestServices(_substitute);
    }
}
