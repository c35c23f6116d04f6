namespace Testing.Contracts;

/// <summary>That a service with a setting it cannot use does not start, and says which setting it is.</summary>
/// <typeparam name="TController">A controller of the service.</typeparam>
public abstract class SettingsContract<TController> where TController : class
{
    [TestCase("Consumer:Name", "")]
    [TestCase("Consumer:BatchSize", "0")]
    [TestCase("Consumer:BatchSize", "some")]
    [TestCase("Consumer:MaxDeliveries", "0")]
    [TestCase("Consumer:ReclaimAfter", "00:00:00")]
    [TestCase("Consumer:ReclaimAfter", "30s")]
    [TestCase("Outbox:Confirmation", "Maybe")]
    [TestCase("Outbox:RetransmitAfter", "soon")]
    [TestCase("Cors:Origins:0", "localhost:3000")]
    [TestCase("Cors:Origins:0", "http://localhost:3000/")]
    [TestCase("Cors:Origins:0", "ftp://localhost")]
    [TestCase("RateLimit:PerSecond", "0")]
    [TestCase("RateLimit:Burst", "many")]
    [TestCase("Redis:Store", "")]
    [TestCase("Redis:Broker", "")]
    public Task A_setting_that_cannot_be_used_stops_the_start(string name, string value) =>
        AssertNotStartedAsync(name, value);

    protected static async Task AssertNotStartedAsync(string name, string value)
    {
        string[] arguments =
        [
            "--urls=http://127.0.0.1:0", "--Redis:Store=localhost:1", "--Redis:Broker=localhost:1", $"--{name}={value}",
        ];

        // The program itself, as its own host gives up in the middle of the start.
        var program = typeof(TController).Assembly.EntryPoint!.CreateDelegate<Action<string[]>>();
        var fault = await Assert.CatchAsync(() =>
            Task.Run(() => program(arguments)).WaitAsync(TimeSpan.FromSeconds(10)));

        Assert.That(fault!.Message, Does.Contain(name.Split(':')[^1]));
    }
}
