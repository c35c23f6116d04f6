using Inventory.Api.Products;
using Shared.Contracts;
using Shared.Redis;
using Shared.ServiceDefaults;

await HealthProbe.ExitIfAskedAsync(args);

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("Inventory", "Owns the products and takes their stock for paid orders.");
builder.Services.AddRedis();
builder.Services.AddRights(RedisRole.Store, ProductKeys.Rights).AddSingleton<IProductStore, RedisProductStore>();
builder.Services.AddStreamConsumer<OrderCompleted, OrderCompletedHandler>();
builder.Services.AddOutboxRelay<RefundOrder>();

var app = builder.Build();
app.MapServiceDefaults();
await app.RunServiceAsync();
