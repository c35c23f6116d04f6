// The whole system under Aspire: Redis, both services, and a dashboard with their traces, logs and metrics.
// Usage: dotnet run apphost.cs [--inventory-port 8000] [--payment-port 8001] [--redis-port 6380]
// It is not in the solution, as what it brings is larger than all the rest together.
#:sdk Aspire.AppHost.Sdk@13.6.4
#:package Aspire.Hosting.AppHost
#:project Inventory.Api
#:project Payment.Api
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
#:property NoWarn=ASPIRE010

// ASPIRE010 asks for the Aspire CLI, without which all of this works too.
var builder = DistributedApplication.CreateBuilder(args);
int Port(string of, int usual) => int.TryParse(builder.Configuration[$"{of}-port"], out var port) ? port : usual;

// Durable, as a store has to be: what it acknowledged is on the disk.
string[] durable = ["--appendonly", "yes", "--appendfsync", "always", "--save", "", "--maxmemory-policy", "noeviction"];
var redisPort = Port("redis", 6380);
var server = Environment.GetEnvironmentVariable("REDIS_SERVER") ?? OnPath("redis-server");
IResourceBuilder<IResource> redis = server is not null
    ? builder.AddExecutable(
        "redis", server, Data(redisPort), ["--port", $"{redisPort}", "--bind", "127.0.0.1", .. durable])
    : builder.AddContainer("redis", "redis", "8").WithArgs(durable).WithVolume("redis-streams", "/data")
        .WithEndpoint(redisPort, 6379);

AddService<Projects.Inventory_Api>("inventory", Port("inventory", 8000), 1, peer: Port("payment", 8001));
AddService<Projects.Payment_Api>("payment", Port("payment", 8001), 2, peer: Port("inventory", 8000));
builder.Build().Run();

// Both share one Redis here, and each has a database of its own in it.
void AddService<TProject>(string name, int port, int database, int peer) where TProject : IProjectMetadata, new()
{
    var (broker, other) = ($"localhost:{redisPort}", $"http://localhost:{peer}");
    builder.AddProject<TProject>(name)
        .WithEndpoint("http", http => http.Port = port)
        .WithEnvironment("Redis__Store", broker + ",defaultDatabase=" + database)
        .WithEnvironment("Redis__Broker", broker)
        .WithEnvironment("Consumer__Name", name)
        .WithEnvironment("Console__Peer", other)
        .WithEnvironment("Cors__Origins__1", other)
        .WithHttpHealthCheck("/health/ready")
        .WaitFor(redis);
}

string Data(int port) => Directory.CreateDirectory($"{builder.AppHostDirectory}/.data/{port}/redis").FullName;

static string? OnPath(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
    .SelectMany(folder => new[] { Path.Combine(folder, name), Path.Combine(folder, name + ".exe") })
    .FirstOrDefault(File.Exists);
