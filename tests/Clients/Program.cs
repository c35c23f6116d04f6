// Plays an order through clients that were generated from the OpenAPI documents, and says what came of it.
// Usage: Clients INVENTORY-URL PAYMENT-URL
using Clients.Inventory;
using Clients.Inventory.Models;
using Clients.Payment;
using Clients.Payment.Models;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;

using var handler = new SocketsHttpHandler { UseProxy = false };
using var http = new HttpClient(handler);
var inventory = new InventoryClient(AdapterFor(args[0]));
var payment = new PaymentClient(AdapterFor(args[1]));

var product = await inventory.Products.PostAsync(new CreateProduct { Name = "Lamp", Price = 19.99m, Quantity = 5 });
Console.WriteLine($"product: {product!.Name} at {product.Price}, {product.Quantity} in stock");

var placed = await payment.Orders.PostAsync(
    new PlaceOrder { ProductId = product.Id, Quantity = 3, Price = product.Price },
    request => request.Headers.Add("Prefer", "wait=20"));
Console.WriteLine($"order: {placed!.Status}, {placed.Total}");

var order = await payment.Orders[placed.Id!].GetAsync(request =>
{
    request.Headers.Add("Prefer", "wait=20");
    request.Headers.Add("If-None-Match", "\"completed\"");
});
Console.WriteLine($"confirmed: {order!.ConfirmedAt > order.CreatedAt}");

var page = await payment.Orders.GetAsync(request => request.QueryParameters.Limit = 1);
Console.WriteLine($"listed: {page!.Single().Id == placed.Id}");

await SayWhatIsWrongAsync(() => payment.Orders.PostAsync(new PlaceOrder { ProductId = product.Id, Price = 0.001m }));
await SayWhatIsWrongAsync(() => inventory.Products["0197c1f2-5a3e-7c4d-9b1a-2f6e8d0c4b7a"].GetAsync());

HttpClientRequestAdapter AdapterFor(string address) =>
    new(new AnonymousAuthenticationProvider(), httpClient: http) { BaseUrl = address };

static async Task SayWhatIsWrongAsync(Func<Task> ask)
{
    try
    {
        await ask();
        Console.WriteLine("nothing is wrong");
    }
    catch (Clients.Payment.Models.ValidationProblem problem)
    {
        Console.WriteLine($"{problem.Status}: {string.Join(", ", problem.Errors!.AdditionalData.Keys.Order())}");
    }
    catch (Clients.Inventory.Models.Problem problem)
    {
        Console.WriteLine($"{problem.Status}: {problem.Type}, {problem.Message}");
    }
}
