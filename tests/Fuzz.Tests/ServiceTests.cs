using Inventory.Api.Controllers;
using Payment.Api.Controllers;
using Shared.Contracts;

namespace Fuzz.Tests;

public sealed class InventoryFuzzTests() : FuzzContract<ProductsController>(
    "/products", """{ "name": "Espresso cup", "price": 19.99, "quantity": 5 }""", OrderCompleted.Stream, OrderCompleted.Group);

public sealed class PaymentFuzzTests() : FuzzContract<OrdersController>(
    "/orders", """{ "productId": "p1", "price": 19.99, "quantity": 3 }""", RefundOrder.Stream, RefundOrder.Group)
{
    protected override Dictionary<string, string?> Settings => new() { ["Payment:Simulator:DeclineAbove"] = "1000" };
}
