using Inventory.Api.Products;
using Shared.Redis;
using Shared.ServiceDefaults;
using Shared.ServiceDefaults.Health;

await HealthProbe.ExitIfAskedAsync(args);

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("Inventory", "Owns the products and takes their stock for paid orders.");
builder.Services.AddRedis();
builder.Services.AddProducts();

var app = builder.Build();
app.MapServiceDefaults();
await app.RunServiceAsync();
