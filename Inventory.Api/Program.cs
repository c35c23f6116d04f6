using Inventory.Api.Products;
using Shared.Redis;
using Shared.ServiceDefaults;

return await Service.RunAsync(
    args,
    "Inventory",
    "Owns the products and takes their stock for paid orders.",
    services => services.AddRedis().AddProducts());
