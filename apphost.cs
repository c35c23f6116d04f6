// The whole system under Aspire: Redis, both services, and a dashboard with their traces, logs and metrics.
// Usage: dotnet run apphost.cs [lab] [--inventory-port 8000] [--payment-port 8001] [--redis-port 6380]
//        [--lab-port 8002]
// It is not in the solution, as what it brings is larger than all the rest together.
#:sdk Aspire.AppHost.Sdk@13.6.4
#:package Aspire.Hosting.AppHost
#:project Inventory.Api
#:project Payment.Api
#:project tools/Lab
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
#:property NoWarn=ASPIRE010

// ASPIRE010 asks for the Aspire CLI, without which all of this works too.
var builder = DistributedApplication.CreateBuilder(args);
int Port(string of, int usual) => int.TryParse(builder.Configuration[$"{of}-port"], out var port) ? port : usual;

var (inventoryPort, paymentPort) = (Port("inventory", 8000), Port("payment", 8001));

if (args.Contains("lab"))
{
    // It starts Redis and the services itself, as it kills them too.
    var labPort = Port("lab", 8002);
    builder.AddProject<Projects.Lab>("lab")
        .WithEnvironment("ASPNETCORE_ENVIRONMENT", "Development")
        .WithEnvironment("Lab__Port", labPort.ToString())
        .WithEnvironment("Lab__InventoryPort", inventoryPort.ToString())
        .WithEnvironment("Lab__PaymentPort", paymentPort.ToString())
        .WithEnvironment("ASPNETCORE_URLS", "") // Those of the dashboard, which it would inherit.
        .WithUrl("http://localhost:" + labPort + "/lab/");
    builder.Build().Run();
    return;
}

// Durable, as a store has to be: what it acknowledged is on the disk.
string[] durable = ["--appendonly", "yes", "--appendfsync", "always", "--save", "", "--maxmemory-policy", "noeviction"];
var redisPort = Port("redis", 6380);
var server = Environment.GetEnvironmentVariable("REDIS_SERVER") ?? OnPath("redis-server");
IResourceBuilder<IResource> redis = server is not null
    ? builder.AddExecutable(
        "redis", server, Data(redisPort), ["--port", $"{redisPort}", "--bind", "127.0.0.1", .. durable])
    : builder.AddContainer("redis", "redis", "8").WithArgs(durable).WithVolume("redis-streams", "/data")
        .WithEndpoint(redisPort, 6379);

AddService<Projects.Inventory_Api>("inventory", inventoryPort, 1, peer: paymentPort);
AddService<Projects.Payment_Api>("payment", paymentPort, 2, peer: inventoryPort);
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
