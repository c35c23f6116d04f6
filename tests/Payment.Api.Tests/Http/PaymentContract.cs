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

public sealed class PaymentProxyTests()
    : ProxyContract<OrdersController>(PaymentContract.Path, PaymentContract.ValidBody);

public sealed class PaymentCallerTests()
    : CallerContract<OrdersController>(PaymentContract.Path, PaymentContract.ValidBody);

public sealed class PaymentForwardedTests()
    : ForwardedContract<OrdersController>(PaymentContract.Path, PaymentContract.ValidBody);

public sealed class PaymentConsoleTests()
    : ConsoleContract<OrdersController>(PaymentContract.Path, PaymentContract.ValidBody);

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
    protected override (string Name, string Value, string Said)[] Wrong =>
    [
        ("Payment:FeeRate", "20%", "Payment:FeeRate=20% cannot be used; it must be a number, from 0 to 1."),
        ("Payment:MaxAttempts", "0", "Payment:MaxAttempts=0 cannot be used; it must be a whole number, from 1 to 100."),
        ("Payment:MaxUnderWay", "0",
            "Payment:MaxUnderWay=0 cannot be used; it must be a whole number, from 1 to 100000."),
        ("Payment:GatewayTimeout", "00:00:00",
            "Payment:GatewayTimeout=00:00:00 cannot be used; it must be a duration such as "
                + "00:00:10, from 00:00:00.001 to 00:10:00."),
        ("Payment:GatewayTimout", "1",
            "Payment:GatewayTimout is not known here. The nearest is Payment:GatewayTimeout."),
        ("Payment:Simulator:DeclineAbove", "-1",
            "Payment:Simulator:DeclineAbove=-1 cannot be used; it must be a number, from 0 to 1000000000000000."),
        ("Payment:Simulator:HangShare", "1.01",
            "Payment:Simulator:HangShare=1.01 cannot be used; it must be a number, from 0 to 1."),
        ("Payment:Simulator:Fail", "1",
            "Payment:Simulator:Fail is not known here. The nearest is Payment:Simulator:FailShare."),
    ];
}

public sealed class PaymentFlowTests() : FlowContract<OrdersController>(
    PaymentContract.Path,
    PaymentContract.ValidBody,
    "payment",
    "queue payment_queue",
    "outbox order_completed",
    "consumer refund_order",
    "deadLetters refund_order");
