using System.Security.Cryptography;
using System.Text;
using Inventory.Api.Controllers;
using Payment.Api.Controllers;
using Shared.Contracts;
using Shared.Redis.Buckets;

namespace EndToEnd.Tests.CrashPoints;

/// <summary>A write in the life of an order.</summary>
/// <param name="Service">Who does it.</param>
/// <param name="Does">What it does, after the name of the service.</param>
/// <param name="Matches">Recognises its request to Redis.</param>
/// <param name="IsTake">Whether it asks for work, often in vain; it has happened when some was handed over.</param>
/// <param name="FollowsLoss">Whether it happens only when receipts get lost.</param>
internal sealed record CrashPoint(
    string Service, string Does, Func<string[], bool> Matches, bool IsTake = false, bool FollowsLoss = false)
{
    private const string Payment = "Payment";
    private const string Inventory = "Inventory";

    /// <summary>Every write in the life of an order, in the order in which they happen.</summary>
    public static IReadOnlyList<CrashPoint> All { get; } =
    [
        new(Payment, "creates the order", Runs(typeof(OrdersController), "create_order")),
        new(Payment, "claims the payment", Runs(typeof(OrdersController), "claim_payments"), IsTake: true),
        new(Payment, "completes the order", Runs(typeof(OrdersController), "complete_orders")),
        .. Relay<OrderCompleted>(Payment),
        .. Consumer<OrderCompleted>(Inventory),
        new(Inventory, "settles the product of the order", Runs(typeof(ProductsController), "settle_products")),
        new(Inventory, "takes the stock", request => Reserves(request) && !IsTooMany(request)),
        new(Inventory, "refuses the order", Runs(typeof(ProductsController), "refuse_order")),
        new(Payment, "confirms the order", Runs(typeof(OrdersController), "confirm_orders")),
        .. Relay<RefundOrder>(Inventory),
        .. Consumer<RefundOrder>(Payment),
        new(Payment, "refunds the order", Runs(typeof(OrdersController), "refund_order")),
        new(Payment, "settles the refunded payment", request => Writes(request, "ZREM", "payments:")),
    ];

    /// <summary>The list of the receipts of those whom a message is meant for.</summary>
    public static string Receipts<TMessage>() where TMessage : class, IStreamMessage<TMessage> =>
        $"{{{TMessage.Stream}}}:receipts:{TMessage.Group}";

    private static CrashPoint[] Relay<TMessage>(string service) where TMessage : class, IStreamMessage<TMessage> =>
    [
        new(
            service,
            $"takes the outbox row of {TMessage.Stream}",
            request => ReadsNew(request) && IsOutbox(StreamOf(request), TMessage.Stream),
            IsTake: true),
        new(service, $"publishes {TMessage.Stream}", request => request[0] == "XADD" && request[1] == TMessage.Stream),
        new(
            service,
            $"collects the receipt of {TMessage.Stream}",
            request => request[0] == "LPOP" && request[1] == Receipts<TMessage>(),
            IsTake: true),
        new(
            service,
            $"deletes the outbox row of {TMessage.Stream}",
            request => Runs(typeof(Bucket), "release_rows")(request) && IsOutbox(request[3], TMessage.Stream)),
        new(
            service,
            $"ends a round of {TMessage.Stream}",
            request => EndsRound(request, TMessage.Stream),
            FollowsLoss: true),
    ];

    private static CrashPoint[] Consumer<TMessage>(string service) where TMessage : class, IStreamMessage<TMessage> =>
    [
        new(
            service,
            $"reads {TMessage.Stream}",
            request => ReadsNew(request) && StreamOf(request) == TMessage.Stream,
            IsTake: true),
        new(
            service,
            $"returns the receipt of {TMessage.Stream}",
            request => Runs(typeof(Bucket), "return_receipts")(request) && request[3] == Receipts<TMessage>()),
        new(
            service,
            $"acknowledges {TMessage.Stream}",
            request => request[0] == "XACK" && request[1] == TMessage.Stream),
    ];

    private static Func<string[], bool> Runs(Type inAssembly, string script)
    {
        using var text = inAssembly.Assembly.GetManifestResourceStream($"{script}.lua")!;
        using var reader = new StreamReader(text); // The client hashes the text, without a byte order mark.
#pragma warning disable CA5350 // SHA-1 is what Redis names a script by.
        var hash = Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(reader.ReadToEnd())));
#pragma warning restore CA5350
        return request => request[0] == "EVALSHA" && request[1] == hash;
    }

    private static bool Writes(string[] request, string command, string keys) =>
        request[0] == command && request[1].StartsWith(keys, StringComparison.Ordinal);

    private static bool Reserves(string[] request) => Runs(typeof(ProductsController), "reserve_stock")(request);

    private static bool IsTooMany(string[] reserve) => reserve.Contains(OrderStream.TooMany.ToString());

    // XREADGROUP GROUP <group> <consumer> … STREAMS <stream> >; one that asks for pending entries ends with an id.
    private static bool ReadsNew(string[] request) => request[0] == "XREADGROUP" && request[^1] == ">";

    private static bool EndsRound(string[] request, string stream) =>
        Runs(typeof(Bucket), "end_round")(request) && request[3].EndsWith(stream, StringComparison.Ordinal);

    private static bool IsOutbox(string key, string stream) =>
        key.StartsWith("outbox:{", StringComparison.Ordinal) && key.EndsWith(stream, StringComparison.Ordinal);

    private static string StreamOf(string[] readGroup) => readGroup[^2];
}
