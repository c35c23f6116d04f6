using Testing;

namespace Deployment.Tests;

/// <summary>Clients that Kiota generates from the OpenAPI documents, against both services as ./run.sh starts them.</summary>
public sealed class ClientTests
{
    private const string Kiota = "dotnet tool exec --yes Microsoft.OpenApi.Kiota@1.38.0 --";
    private const string Json = "Microsoft.Kiota.Serialization.Json.Json";

    [OneTimeSetUp]
    public void NeedPackages()
    {
        if (Command.Run(Manifests.Repository, $"{Kiota} --version && dotnet restore tests/Clients").Code != 0)
        {
            Assert.Ignore("No client is generated: it needs Kiota from the package registry.");
        }
    }

    [Test]
    public void A_generated_client_places_an_order_and_reads_what_is_wrong()
    {
        Generate("Inventory", "Inventory.Api/openapi.json");
        Generate("Payment", "Payment.Api/openapi.json");
        Run("dotnet build tests/Clients -c Release -v quiet -clp:NoSummary");

        var (inventory, payment, redis) = (Ports.Free(), Ports.Free(), Ports.Free());
        var said = Run(
            $"./run.sh --fresh --inventory-port {inventory} --payment-port {payment} --redis-port {redis} -- " +
            "dotnet tests/Clients/bin/Release/net10.0/Clients.dll " +
            $"http://localhost:{inventory} http://localhost:{payment}");
        Directory.Delete(Path.Combine(Manifests.Repository, ".data", $"{redis}"), recursive: true);

        Assert.That(said, Does.EndWith("""
            product: Lamp at 19.99, 5 in stock
            order: Completed, 71.96
            confirmed: True
            listed: True
            400: price, quantity
            404: /problems#not-found, There is nothing at this address.

            """));
    }

    private static void Generate(string service, string document) => Run(
        $"{Kiota} generate --language CSharp --openapi {document} --clean-output " +
        $"--output tests/Clients/obj/Generated/{service} --namespace-name Clients.{service} " +
        $"--class-name {service}Client --exclude-backward-compatible " +
        $"--serializer {Json}SerializationWriterFactory --deserializer {Json}ParseNodeFactory");

    private static string Run(string command)
    {
        var (code, said) = Command.Run(
            Manifests.Repository, command, ("KIOTA_OFFLINE_ENABLED", "true"), ("Authentication__Required", "false"));
        Assert.That(code, Is.Zero, said);
        return said;
    }
}
