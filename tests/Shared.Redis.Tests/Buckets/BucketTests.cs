using Shared.Redis.Buckets;
using StackExchange.Redis;

namespace Shared.Redis.Tests.Buckets;

public sealed class BucketTests
{
    [TestCase("", 5)]
    [TestCase("a", 12)]
    [TestCase("42", 3)]
    [TestCase("0197c2", 11)]
    [TestCase("01M8215FDT15QYHZ0ZTG8ZB4GF", 9)]
    [TestCase("b6cd2a4c-7d3f-4d71-9f0c-0d5a1c1b2e3f", 3)]
    [TestCase("öäü 漢", 4)]
    public void An_id_has_the_same_bucket_in_every_process_and_release(string id, int bucket) =>
        Assert.That(Bucket.Of(id), Is.EqualTo(new Bucket(bucket)));

    [Test]
    public void The_tags_in_stored_keys_never_change() =>
        Assert.That(
            Bucket.All.Select(bucket => bucket.ToString()),
            Is.EqualTo(
            [
                "{00td}", "{01ud}", "{02vd}", "{03wd}", "{04pd}", "{05qd}", "{06rd}", "{07sd}",
                "{08ca}", "{09ba}", "{10qn}", "{11pn}", "{12bl}", "{13cl}", "{14un}", "{15tn}",
            ]));

    [Test]
    public void A_tag_names_its_bucket([Range(0, 15)] int index)
    {
        Assert.That(Bucket.TryParse($"{new Bucket(index)}", out var bucket), Is.True);
        Assert.That(bucket, Is.EqualTo(new Bucket(index)));
    }

    [Test]
    public void Any_other_text_names_none([Values("", "{07}", "07sd", "{07SD}", "{07sd} ", "{16}")] string text) =>
        Assert.That(Bucket.TryParse(text, out _), Is.False);

    [Test]
    public void Ids_spread_evenly()
    {
        var sizes = Enumerable.Range(0, 16_000).CountBy(number => Bucket.Of($"order-{number}"))
            .Select(bucket => bucket.Value);

        Assert.That(sizes, Has.Exactly(16).InRange(800, 1200));
    }

    [Test]
    public void Its_keys_carry_its_tag()
    {
        Assert.That(new Bucket(7).Key("outbox"), Is.EqualTo((RedisKey)"outbox:{07sd}"));
        Assert.That(new Bucket(7).Key("order", "42"), Is.EqualTo((RedisKey)"order:{07sd}:42"));
    }
}
