using Payment.Api.Orders;
using Payment.Api.Payments;
using Shared.Redis;
using Shared.ServiceDefaults;

return await Service.RunAsync(
    args,
    "Payment",
    "Owns the orders, takes their payment and refunds what Inventory refuses.",
    services => services.AddRedis().AddOrders().AddPayments());
