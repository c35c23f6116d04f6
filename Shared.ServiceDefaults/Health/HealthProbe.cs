namespace Shared.ServiceDefaults.Health;

/// <summary>
/// Asks whether a service is healthy, for the health check of its container: the image has no shell and no curl, but
/// it has the service.
/// </summary>
internal static class HealthProbe
{
    /// <summary>Whether an address answers with 2xx.</summary>
    public static async Task<bool> IsHealthyAsync(string address)
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
