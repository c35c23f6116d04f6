// Plays the life of an order through both services and shows what came of it.
// Usage: dotnet run scripts/demo.cs INVENTORY-URL PAYMENT-URL
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

using var inventory = new HttpClient { BaseAddress = new Uri(args[0]) };
using var payment = new HttpClient { BaseAddress = new Uri(args[1]) };

var productId = await PostAsync(
    inventory, "/products", new() { ["name"] = "Lamp", ["price"] = 19.99m, ["quantity"] = 5 });
Console.WriteLine("A lamp at 19.99, five in stock.\n");
Console.WriteLine($"{"order",-14} {"outcome",-32} {"in stock",8} {"ms",5}");

var asExpected =
    await OrderAsync(3, 19.99m, "completed", left: 2) &
    await OrderAsync(3, 19.99m, "refunded, insufficient_stock", left: 2) &
    await OrderAsync(1, 0.01m, "refunded, price_changed", left: 2);
Console.WriteLine("\nms: from the POST to the outcome. The first orders of a fresh process are its slowest.");
return asExpected ? 0 : 1;

// An order is completed once it is paid, before Inventory takes the stock or refuses it. So the outcome is
// what both services say, and it is waited for.
async Task<bool> OrderAsync(int quantity, decimal price, string outcome, int left)
{
    var clock = Stopwatch.StartNew();
    var id = await PostAsync(
        payment, "/orders", new() { ["productId"] = productId, ["quantity"] = quantity, ["price"] = price });
    while (true)
    {
        var order = await GetAsync(payment, $"/orders/{id}");
        var product = await GetAsync(inventory, $"/products/{productId}");
        var seen = $"{order["status"]}{(order["reason"] is { } reason ? $", {reason}" : "")}";
        var stock = (int)product["quantity"]!;
        var isExpected = seen == outcome && stock == left;
        if (isExpected || clock.Elapsed > TimeSpan.FromSeconds(20))
        {
            Console.WriteLine($"{$"{quantity} at {price}",-14} {seen,-32} {stock,8} {clock.ElapsedMilliseconds,5}");
            if (!isExpected)
            {
                Console.WriteLine($"Expected: {outcome}, {left} in stock. Order {id}.");
            }

            return isExpected;
        }

        await Task.Delay(1);
    }
}

async Task<string> PostAsync(HttpClient service, string path, JsonObject body)
{
    var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
    var response = await service.PostAsync(path, content);
    return (string)JsonNode.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!["id"]!;
}

async Task<JsonNode> GetAsync(HttpClient service, string path) => JsonNode.Parse(await service.GetStringAsync(path))!;
