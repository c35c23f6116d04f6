using Payment.Api.Orders;
using Shared.Contracts;
using Shared.Redis.Buckets;
using Shared.Redis.Publishing;

namespace Payment.Api.Tests.Orders;

public sealed class OrderKeysTests
{
    // These texts are in every store there is. A change here needs a migration of the data.
    [TestCase("o1", "order:{13cl}:o1")]
    [TestCase("0197c1f2-5a3e-7c4d-9b1a-2f6e8d0c4b7a", "order:{15tn}:0197c1f2-5a3e-7c4d-9b1a-2f6e8d0c4b7a")]
    [TestCase("a}b{c", "order:{01ud}:a}b{c")]
    public void An_order_lies_in_the_bucket_of_its_id(string id, string key) =>
        Assert.That(OrderKeys.Order(id).ToString(), Is.EqualTo(key));

    [Test]
    public void The_payments_the_list_and_the_outbox_have_one_part_in_each_bucket()
    {
        var bucket = Bucket.Of("o1");

        Assert.That(OrderKeys.Payments(bucket).ToString(), Is.EqualTo("payments:{13cl}"));
        Assert.That(bucket.Key(OrderKeys.Index).ToString(), Is.EqualTo("orders:{13cl}"));
        Assert.That(Outbox<OrderCompleted>.Key(bucket).ToString(), Is.EqualTo("outbox:{13cl}:order_completed"));
    }
}
