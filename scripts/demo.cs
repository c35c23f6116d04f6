// Plays the life of an order through both services and shows what came of it.
// Usage: dotnet run scripts/demo.cs INVENTORY-URL PAYMENT-URL
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

using var direct = new SocketsHttpHandler { UseProxy = false };
using var inventory = new HttpClient(direct) { BaseAddress = new Uri(args[0]) };
using var payment = new HttpClient(direct) { BaseAddress = new Uri(args[1]) };
payment.DefaultRequestHeaders.Add("Prefer", "wait=20"); // for the next state of an order, 20 seconds at most

var lamp = await PostAsync(inventory, "/products", new() { ["name"] = "Lamp", ["price"] = 19.99m, ["quantity"] = 5 });
Console.WriteLine("A lamp at 19.99, five in stock.\n");
Console.WriteLine($"{"order",-14} {"outcome",-32} {"in stock",8} {"paid",6} {"final",6}");

var asExpected =
    await OrderAsync(3, 19.99m, "confirmed", left: 2) &
    await OrderAsync(3, 19.99m, "refunded, insufficient_stock", left: 2) &
    await OrderAsync(1, 0.01m, "refunded, price_changed", left: 2);
Console.WriteLine("\npaid █, final ░: ms since the POST. The first orders of a fresh process are its slowest.");
return asExpected ? 0 : 1;

// An order is completed once it is paid, and final once Inventory has taken its stock, or its refusal has come.
async Task<bool> OrderAsync(int quantity, decimal price, string outcome, int left)
{
    var clock = Stopwatch.StartNew();
    var placed = await PostAsync(
        payment, "/orders", new() { ["productId"] = (string)lamp["id"]!, ["quantity"] = quantity, ["price"] = price });
    var paid = clock.ElapsedMilliseconds;
    var seen = await FinalStateAsync($"/orders/{placed["id"]}");
    var final = clock.ElapsedMilliseconds;
    var stock = (int)(await inventory.GetFromJsonAsync<JsonNode>($"/products/{lamp["id"]}"))!["quantity"]!;
    var bars = Bar('█', paid) + Bar('░', final - paid);
    Console.WriteLine($"{$"{quantity} at {price}",-14} {seen,-32} {stock,8} {paid,6} {final,6}  {bars}");
    if ((seen, stock) == (outcome, left))
    {
        return true;
    }

    Console.WriteLine($"Expected: {outcome}, {left} in stock. Order {placed["id"]}.");
    return false;
}

static string Bar(char block, long ms) => new(block, (int)Math.Min((ms + 24) / 25, 40));

async Task<string> FinalStateAsync(string path)
{
    using var request = new HttpRequestMessage(HttpMethod.Get, path);
    request.Headers.Add("If-None-Match", "\"completed\"");
    using var response = await payment.SendAsync(request);
    if (response.StatusCode == HttpStatusCode.NotModified)
    {
        return "completed"; // and nothing more within that time
    }

    var order = await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonNode>();
    var state = response.Headers.ETag!.Tag.Trim('"');
    return order!["reason"] is { } reason ? $"{state}, {reason}" : state;
}

async Task<JsonNode> PostAsync(HttpClient service, string path, JsonObject body)
{
    using var response = await service.PostAsJsonAsync(path, body);
    return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonNode>())!;
}
