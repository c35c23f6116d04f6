using Inventory.Api.Controllers;
using Payment.Api.Controllers;
using Shared.Contracts;

namespace Fuzz.Tests;

internal static class Bodies
{
    public const string Product = """{ "name": "Espresso cup", "price": 19.99, "quantity": 5 }""";
    public const string Order = """{ "productId": "p1", "price": 19.99, "quantity": 3 }""";
}

public sealed class InventoryFuzzTests()
    : FuzzContract<ProductsController>("/products", Bodies.Product, OrderCompleted.Stream, OrderCompleted.Group);

public sealed class InventoryOctetsTests() : OctetsContract<ProductsController>("/products", Bodies.Product);

public sealed class PaymentFuzzTests()
    : FuzzContract<OrdersController>("/orders", Bodies.Order, RefundOrder.Stream, RefundOrder.Group)
{
    protected override Dictionary<string, string?> Settings => new() { ["Payment:Simulator:DeclineAbove"] = "1000" };
}

public sealed class PaymentOctetsTests() : OctetsContract<OrdersController>("/orders", Bodies.Order);
