using Inventory.Api.Products;
using Inventory.Search.RedisOm;
using Shared.Redis;
using Shared.ServiceDefaults;

// Inventory with one line more. It keeps its name, by which its metrics are called.
return await Service.RunAsync(
    [.. args, "--applicationName", "Inventory.Api"],
    "Inventory",
    "Owns the products and takes their stock for paid orders.",
    services => services.AddRedis().AddProducts()
        .AddProductSearch());
