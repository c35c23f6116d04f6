using Inventory.Api.Products;
using Shared.Contracts;
using Shared.Redis.Buckets;
using Shared.Redis.Publishing;

namespace Inventory.Api.Tests.Products;

public sealed class ProductKeysTests
{
    // These texts are in every store there is. A change here needs a migration of the data.
    [TestCase("p1", "product:{10qn}:p1")]
    [TestCase("0197c1f2-5a3e-7c4d-9b1a-2f6e8d0c4b7a", "product:{15tn}:0197c1f2-5a3e-7c4d-9b1a-2f6e8d0c4b7a")]
    [TestCase("a}b{c", "product:{01ud}:a}b{c")]
    public void A_product_lies_in_the_bucket_of_its_id(string id, string key) =>
        Assert.That(ProductKeys.Product(id).ToString(), Is.EqualTo(key));

    [TestCase("0197c2f0-6b1d-7a2c-8e4f-5d3c1b9a7e60", "0197c2f0", "-6b1d-7a2c-8e4f-5d3c1b9a7e60")]
    [TestCase("0197c2f0-6b1d-8a2c-8e4f-5d3c1b9a7e60", "0197c2f0-6b1d-8a2c-8e4f-5d3c1b9a7e60", "")]
    [TestCase("0197c2f06b1d7a2c8e4f5d3c1b9a7e60", "0197c2f06b1d7a2c8e4f5d3c1b9a7e60", "")]
    [TestCase("0197c2f0-6b1d-7a2c-8e4f-5d3c1b9a7e60 ", "0197c2f0-6b1d-7a2c-8e4f-5d3c1b9a7e60 ", "")]
    [TestCase("order-x0-0001-7001-0001-000000000001", "order-x0-0001-7001-0001-000000000001", "")]
    [TestCase("0197c2f0", "0197c2f0", "")]
    [TestCase("o1", "o1", "")]
    public void Only_orders_whose_id_is_a_time_share_a_group(string id, string group, string field) =>
        Assert.That(
            ProductKeys.OrderedProduct(id),
            Is.EqualTo(new OrderPlace($"ordered-products:{Bucket.Of(id)}:{group}", field)));

    [Test]
    public void A_reservation_lies_in_the_bucket_of_the_product_which_may_get_all_orders_of_a_time() =>
        Assert.That(
            ProductKeys.Reservation(Bucket.Of("p1"), "0197c2f0-6b1d-7a2c-8e4f-5d3c1b9a7e60"),
            Is.EqualTo(new OrderPlace("reservations:{10qn}:0197c2f0-6", "b1d-7a2c-8e4f-5d3c1b9a7e60")));

    [Test]
    public void An_order_that_is_remembered_apart_is_alone()
    {
        const string Id = "0197c2f0-6b1d-7a2c-8e4f-5d3c1b9a7e60";

        Assert.That(
            ProductKeys.OrderedProduct(Id, apart: true),
            Is.EqualTo(new OrderPlace($"ordered-products:{Bucket.Of(Id)}:{Id}", "")));
        Assert.That(
            ProductKeys.Reservation(Bucket.Of("p1"), Id, apart: true),
            Is.EqualTo(new OrderPlace($"reservations:{{10qn}}:{Id}", "")));
    }

    [Test]
    public void What_is_remembered_of_a_request_lies_in_the_bucket_of_the_product()
    {
        Assert.That(ProductKeys.CreatedProduct("p1").ToString(), Is.EqualTo("created-product:{10qn}:p1"));
        Assert.That(ProductKeys.ChangedStock(Bucket.Of("p1"), "r1").ToString(), Is.EqualTo("changed-stock:{10qn}:r1"));
    }

    [Test]
    public void What_an_order_is_for_lies_in_the_bucket_of_the_order() =>
        Assert.That(ProductKeys.OrderedProduct("o1").Group.ToString(), Is.EqualTo("ordered-products:{13cl}:o1"));

    [Test]
    public void The_list_and_the_outbox_have_one_part_in_each_bucket()
    {
        Assert.That(Bucket.Of("p1").Key(ProductKeys.Index).ToString(), Is.EqualTo("products:{10qn}"));
        Assert.That(Outbox<RefundOrder>.Key(Bucket.Of("p1")).ToString(), Is.EqualTo("outbox:{10qn}:refund_order"));
    }
}
