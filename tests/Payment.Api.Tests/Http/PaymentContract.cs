using Payment.Api.Controllers;
using Shared.Contracts;
using Testing;
using Testing.Contracts;

namespace Payment.Api.Tests.Http;

/// <summary>What Payment promises as every service does.</summary>
internal static class PaymentContract
{
    public const string Path = "/orders";

    public const string ValidBody = """{ "productId": "p1", "price": 19.99, "quantity": 3 }""";
}

public sealed class PaymentRequestTests()
    : RequestContract<OrdersController>(PaymentContract.Path, PaymentContract.ValidBody);

public sealed class PaymentProblemsTests()
    : ProblemsContract<OrdersController>(PaymentContract.Path, PaymentContract.ValidBody);

public sealed class PaymentStrictInputTests()
    : StrictInputContract<OrdersController>(PaymentContract.Path, PaymentContract.ValidBody);

public sealed class PaymentCrossOriginTests()
    : CrossOriginContract<OrdersController>(PaymentContract.Path, PaymentContract.ValidBody);

public sealed class PaymentPagingTests()
    : PagingContract<OrdersController>(PaymentContract.Path, PaymentContract.ValidBody);

public sealed class PaymentIdempotencyTests() : IdempotencyContract<OrdersController>(
    PaymentContract.Path,
    PaymentContract.ValidBody,
    """{"quantity":3,"price":1.9990e1,"productId":"\u00701"}""",
    [
        """{ "productId": "p2", "price": 19.99, "quantity": 3 }""",
        """{ "productId": "p1", "price": 19.98, "quantity": 3 }""",
        """{ "productId": "p1", "price": 19.99, "quantity": 4 }""",
    ]);

public sealed class PaymentEntityTagTests()
    : EntityTagContract<OrdersController>(PaymentContract.Path, PaymentContract.ValidBody)
{
    protected override async Task<string> CreateAsync()
    {
        var address = await base.CreateAsync();
        await Eventually.That(() => Client.GetStringAsync(address), Does.Contain("completed"));
        return address;
    }
}

public sealed class PaymentAccessTests()
    : AccessContract<OrdersController>(PaymentContract.Path, PaymentContract.ValidBody);

public sealed class PaymentRateLimitTests()
    : RateLimitContract<OrdersController>(PaymentContract.Path, PaymentContract.ValidBody);

public sealed class PaymentSecurityHeadersTests()
    : SecurityHeadersContract<OrdersController>(PaymentContract.Path, PaymentContract.ValidBody);

public sealed class PaymentTelemetryTests()
    : TelemetryContract<OrdersController>(PaymentContract.Path, PaymentContract.ValidBody);

public sealed class PaymentHealthTests()
    : HealthContract<OrdersController>(PaymentContract.Path, PaymentContract.ValidBody, "refund_order")
{
    protected override string[] ServingLoops => ["OrderWatch"];
}

public sealed class PaymentOutageTests()
    : OutageContract<OrdersController>(PaymentContract.Path, PaymentContract.ValidBody);

public sealed class PaymentOpenApiTests()
    : OpenApiContract<OrdersController>(PaymentContract.Path, PaymentContract.ValidBody);

public sealed class PaymentDeadLettersTests()
    : DeadLettersContract<OrdersController>(PaymentContract.Path, PaymentContract.ValidBody, RefundOrder.Stream);

public sealed class PaymentSettingsTests : SettingsContract<OrdersController>
{
    [TestCase("Payment:FeeRate", "2")]
    [TestCase("Payment:FeeRate", "-0.1")]
    [TestCase("Payment:FeeRate", "20%")]
    [TestCase("Payment:MaxAttempts", "0")]
    [TestCase("Payment:MaxUnderWay", "0")]
    [TestCase("Payment:GatewayTimeout", "00:00:00")]
    [TestCase("Payment:GatewayTimeout", "a while")]
    [TestCase("Payment:Simulator:ProcessingTime", "-00:00:01")]
    [TestCase("Payment:Simulator:DeclineAbove", "-1")]
    [TestCase("Payment:Simulator:HangShare", "1.01")]
    [TestCase("Payment:Simulator:FailShare", "-0.01")]
    public Task A_payment_setting_that_cannot_be_used_stops_the_start(string name, string value) =>
        AssertNotStartedAsync(name, value);
}
