namespace Deployment.Tests;

/// <summary>The lab as <c>dotnet run apphost.cs lab</c> opens it.</summary>
public sealed class AppHostLabTests
{
    [Test]
    public async Task The_lab_is_open_and_its_customers_order()
    {
        var (lab, inventory, payment) = (AppHost.Address(), AppHost.Address(), AppHost.Address());
        await using var host = AppHost.Start(
            "lab", "--lab-port", $"{lab.Port}",
            "--inventory-port", $"{inventory.Port}", "--payment-port", $"{payment.Port}");

        await host.AnswersAsync(lab, "lab/", "<title>Lab");
        await host.AnswersAsync(payment, "orders", "confirmedAt");
    }
}
