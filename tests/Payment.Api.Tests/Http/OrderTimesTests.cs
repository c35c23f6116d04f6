using Payment.Api.Orders;

namespace Payment.Api.Tests.Http;

public sealed class OrderTimesTests : WaitingFixture
{
    [TestCase(0, "2026-11-18T11:06:40.000Z")]
    [TestCase(120, "2026-11-18T11:06:40.120Z")]
    [TestCase(123, "2026-11-18T11:06:40.123Z")]
    public async Task Every_time_of_an_order_is_UTC_in_milliseconds_wherever_it_is_shown(int milliseconds, string time)
    {
        var id = await PlaceAsync();
        await FinishAsync(id, "confirmed");
        string[] fields = ["created_at", "completed_at", "confirmed_at"];
        foreach (var field in fields)
        {
            await Redis.Database.HashSetAsync(OrderKeys.Order(id), field, 1_795_000_000_000 + milliseconds);
        }

        foreach (var address in new[] { "/orders", $"/orders/{id}", $"/orders/{id}/events" })
        {
            Assert.That(
                await Client.GetStringAsync(address),
                Does.Contain($"\"createdAt\":\"{time}\",\"completedAt\":\"{time}\",\"confirmedAt\":\"{time}\""));
        }
    }
}
