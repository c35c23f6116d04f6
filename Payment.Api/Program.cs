using Payment.Api.Orders;
using Payment.Api.Payments;
using Shared.Contracts;
using Shared.Redis;
using Shared.ServiceDefaults;

await HealthProbe.ExitIfAskedAsync(args);

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("Payment", "Owns the orders, takes their payment and refunds what Inventory refuses.");
builder.Services.AddRedis();
builder.Services.AddSingleton<IOrderStore, RedisOrderStore>();
builder.Services.AddSingleton<OrderWatch>().AddHostedService(services => services.GetRequiredService<OrderWatch>());
builder.Services.AddPayments();
builder.Services.AddStreamConsumer<RefundOrder, RefundOrderHandler>();
builder.Services.AddOutboxRelay<OrderCompleted>();

var app = builder.Build();
app.MapServiceDefaults();
await app.RunServiceAsync();
