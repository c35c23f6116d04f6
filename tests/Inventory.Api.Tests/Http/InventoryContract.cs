using Inventory.Api.Controllers;
using Shared.Contracts;
using Testing.Contracts;

namespace Inventory.Api.Tests.Http;

/// <summary>What Inventory promises as every service does.</summary>
internal static class InventoryContract
{
    public const string Path = "/products";

    public const string ValidBody = """{ "name": "Espresso cup", "price": 19.99, "quantity": 5 }""";
}

public sealed class InventoryRequestTests()
    : RequestContract<ProductsController>(InventoryContract.Path, InventoryContract.ValidBody);

public sealed class InventoryProblemsTests()
    : ProblemsContract<ProductsController>(InventoryContract.Path, InventoryContract.ValidBody);

public sealed class InventoryStrictInputTests()
    : StrictInputContract<ProductsController>(InventoryContract.Path, InventoryContract.ValidBody);

public sealed class InventoryCrossOriginTests()
    : CrossOriginContract<ProductsController>(InventoryContract.Path, InventoryContract.ValidBody);

public sealed class InventoryPagingTests()
    : PagingContract<ProductsController>(InventoryContract.Path, InventoryContract.ValidBody);

public sealed class InventoryIdempotencyTests() : IdempotencyContract<ProductsController>(
    InventoryContract.Path,
    InventoryContract.ValidBody,
    """{"quantity":5,"price":1.9990e1,"name":"Espresso \u0063up"}""",
    [
        """{ "name": "Espresso cups", "price": 19.99, "quantity": 5 }""",
        """{ "name": "Espresso cup", "price": 19.98, "quantity": 5 }""",
        """{ "name": "Espresso cup", "price": 19.99, "quantity": 6 }""",
    ]);

public sealed class InventoryEntityTagTests()
    : EntityTagContract<ProductsController>(InventoryContract.Path, InventoryContract.ValidBody);

public sealed class InventoryAccessTests()
    : AccessContract<ProductsController>(InventoryContract.Path, InventoryContract.ValidBody);

public sealed class InventoryRateLimitTests()
    : RateLimitContract<ProductsController>(InventoryContract.Path, InventoryContract.ValidBody);

public sealed class InventoryProxyTests()
    : ProxyContract<ProductsController>(InventoryContract.Path, InventoryContract.ValidBody);

public sealed class InventoryCallerTests()
    : CallerContract<ProductsController>(InventoryContract.Path, InventoryContract.ValidBody);

public sealed class InventoryForwardedTests()
    : ForwardedContract<ProductsController>(InventoryContract.Path, InventoryContract.ValidBody);

public sealed class InventoryConsoleTests()
    : ConsoleContract<ProductsController>(InventoryContract.Path, InventoryContract.ValidBody);

public sealed class InventorySecurityHeadersTests()
    : SecurityHeadersContract<ProductsController>(InventoryContract.Path, InventoryContract.ValidBody);

public sealed class InventoryTelemetryTests()
    : TelemetryContract<ProductsController>(InventoryContract.Path, InventoryContract.ValidBody);

public sealed class InventoryHealthTests()
    : HealthContract<ProductsController>(InventoryContract.Path, InventoryContract.ValidBody, "order_completed");

public sealed class InventoryOutageTests()
    : OutageContract<ProductsController>(InventoryContract.Path, InventoryContract.ValidBody);

public sealed class InventoryOpenApiTests()
    : OpenApiContract<ProductsController>(InventoryContract.Path, InventoryContract.ValidBody);

public sealed class InventoryDeadLettersTests() : DeadLettersContract<ProductsController>(
    InventoryContract.Path, InventoryContract.ValidBody, OrderCompleted.Stream);

public sealed class InventorySettingsTests : SettingsContract<ProductsController>;

public sealed class InventoryFlowTests() : FlowContract<ProductsController>(
    InventoryContract.Path,
    InventoryContract.ValidBody,
    "inventory",
    "consumer order_completed",
    "outbox refund_order",
    "deadLetters order_completed");
