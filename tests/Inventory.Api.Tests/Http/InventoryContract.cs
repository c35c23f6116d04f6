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

public sealed class InventoryRequestTests() : RequestContract<ProductsController>(InventoryContract.Path, InventoryContract.ValidBody);

public sealed class InventoryPagingTests() : PagingContract<ProductsController>(InventoryContract.Path, InventoryContract.ValidBody);

public sealed class InventoryTelemetryTests() : TelemetryContract<ProductsController>(InventoryContract.Path, InventoryContract.ValidBody);

public sealed class InventoryOutageTests() : OutageContract<ProductsController>(InventoryContract.Path, InventoryContract.ValidBody);

public sealed class InventoryOpenApiTests() : OpenApiContract<ProductsController>(InventoryContract.Path, InventoryContract.ValidBody);

public sealed class InventoryDeadLettersTests()
    : DeadLettersContract<ProductsController>(InventoryContract.Path, InventoryContract.ValidBody, OrderCompleted.Stream);

public sealed class InventorySettingsTests : SettingsContract<ProductsController>;
