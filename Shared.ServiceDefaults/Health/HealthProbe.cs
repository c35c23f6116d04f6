namespace Shared.ServiceDefaults.Health;

/// <summary>
/// Asks whether a service is healthy, for the health check of its container: the image has no shell and no curl, but
/// it has the service.
/// </summary>
public static class HealthProbe
{
    /// <summary>
    /// Called with <c>--health</c> and an address, ends the process: with exit code 0 if the address answers with 2xx,
    /// otherwise with 1. Called with anything else, does nothing.
    /// </summary>
    public static async Task ExitIfAskedAsync(string[] args)
    {
        if (args is ["--health", var address])
        {
            Environment.Exit(await IsHealthyAsync(address) ? 0 : 1);
        }
    }

    private static async Task<bool> IsHealthyAsync(string address)
    {
        using var direct = new SocketsHttpHandler { UseProxy = false }; // It asks its own container.
        using var client = new HttpClient(direct) { Timeout = TimeSpan.FromSeconds(4) };
        try
        {
            using var answer = await client.GetAsync(new Uri(address));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
