using Bench;

namespace EndToEnd.Tests.Tools;

public sealed class WindowTests
{
    [TestCase(35, 2, 12)]
    [TestCase(12, 2, 12)]
    [TestCase(11, 0, 11)]
    [TestCase(5, 0, 5)]
    public void Cold_are_seconds_2_to_12_or_all_of_a_shorter_warm_up(int warmUp, int from, int to) =>
        Assert.That(Window.Cold(Seconds(warmUp)), Is.EqualTo(new Window(Seconds(from), Seconds(to))));

    [Test]
    public void Only_what_happened_in_it_counts()
    {
        var before = new Sample(Seconds(2), 1000, new Cpu { Payment = Seconds(3), Broker = Seconds(1) });
        var after = new Sample(Seconds(12), 21_000, new Cpu { Payment = Seconds(7), Broker = Seconds(2) });

        var progress = new Progress(before, after);

        Assert.That(progress.PerSecond, Is.EqualTo(2000));
        Assert.That(
            progress.Cost.Of("all", cpu => cpu.Measured, new Cost(new Cpu { PaymentStore = Seconds(1) }, 10_000)),
            Is.EqualTo(new Measurement("CPU of all, us per order", 250, 100)));
    }

    [Test]
    public void Times_are_of_the_orders_sent_since_then()
    {
        var answers = new Answers(
            [
                new(Seconds(1), Seconds(9), IsAccepted: true),
                new(Seconds(2), Seconds(3), IsAccepted: true),
                new(Seconds(4), Seconds(1), IsAccepted: false),
            ],
            Seconds(5));

        Assert.That(answers.Since(Seconds(2)).Percentile(100), Is.EqualTo(3000));
        Assert.That((answers.Accepted, answers.Refused), Is.EqualTo((2, 1)));
    }

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
}
