namespace Testing;

/// <summary>How a Redis can be away.</summary>
public enum Outage
{
    /// <summary>Its process is gone, and connections are refused.</summary>
    Killed,

    /// <summary>Its process keeps all connections and answers nothing.</summary>
    Hanging,
}

/// <summary>Makes outages.</summary>
public static class Outages
{
    /// <summary>Does something while a server is away, and brings the server back.</summary>
    public static async Task DuringAsync(this RedisServer redis, Outage outage, Func<Task> act)
    {
        if (outage == Outage.Killed)
        {
            redis.Kill();
        }
        else
        {
            redis.Pause();
        }

        try
        {
            await act();
        }
        finally
        {
            if (outage == Outage.Killed)
            {
                await redis.RestartAsync();
            }
            else
            {
                redis.Resume();
            }
        }
    }
}
