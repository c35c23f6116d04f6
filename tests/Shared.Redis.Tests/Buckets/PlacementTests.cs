using System.Text;
using Shared.Redis.Buckets;

namespace Shared.Redis.Tests.Buckets;

/// <summary>Where the buckets lie on a Redis Cluster whose masters share the slots equally.</summary>
public sealed class PlacementTests
{
    private const int Slots = 16384;
    private const int Sixteenth = Slots / Bucket.Count;

    [Test]
    public void The_checksum_is_that_of_the_specification() =>
        Assert.That(Crc16("123456789"), Is.EqualTo(0x31C3));

    [Test]
    public void A_bucket_lies_in_the_middle_of_its_sixteenth_of_the_slots([Range(0, 15)] int index) =>
        Assert.That(Slot(new Bucket(index)), Is.EqualTo((index * Sixteenth) + (Sixteenth / 2)).Within(19));

    [TestCase(8, 8)]
    [TestCase(5, 6, 5)]
    [TestCase(4, 4, 4, 4)]
    [TestCase(3, 3, 4, 3, 3)]
    [TestCase(3, 2, 3, 3, 2, 3)]
    [TestCase(2, 2, 2, 2, 2, 2, 2, 2)]
    [TestCase(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)]
    public void Masters_hold_equally_many_buckets(params int[] held) =>
        Assert.That(Held(masters: held.Length), Is.EqualTo(held));

    [Test]
    public void No_master_holds_two_more_than_another([Range(1, 16)] int masters) =>
        Assert.That(Held(masters).Max() - Held(masters).Min(), Is.AtMost(1));

    /// <summary>How many buckets each master holds when <c>redis-cli --cluster create</c> deals out the slots.</summary>
    private static int[] Held(int masters)
    {
        var share = Slots / (float)masters;
        return [.. Enumerable.Range(0, masters).Select(master => Bucket.All.Select(Slot).Count(slot =>
            slot >= Round(master * share) && slot <= Round(((master + 1) * share) - 1)))];
    }

    private static double Round(float slot) => Math.Round(slot, MidpointRounding.AwayFromZero);

    private static int Slot(Bucket bucket) => Crc16($"{bucket}".Trim('{', '}')) % Slots;

    private static int Crc16(string text)
    {
        var checksum = 0;
        foreach (var octet in Encoding.ASCII.GetBytes(text))
        {
            checksum ^= octet << 8;
            for (var bit = 0; bit < 8; bit++)
            {
                checksum = ((checksum << 1) ^ ((checksum & 0x8000) != 0 ? 0x1021 : 0)) & 0xFFFF;
            }
        }

        return checksum;
    }
}
