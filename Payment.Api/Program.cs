using Payment.Api.Orders;
using Payment.Api.Payments;
using Shared.Redis;
using Shared.ServiceDefaults;
using Shared.ServiceDefaults.Health;

await HealthProbe.ExitIfAskedAsync(args);

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("Payment", "Owns the orders, takes their payment and refunds what Inventory refuses.");
builder.Services.AddRedis();
builder.Services.AddOrders();
builder.Services.AddPayments();

var app = builder.Build();
app.MapServiceDefaults();
await app.RunServiceAsync();
