using System.Diagnostics;
using Shared.Contracts;
using Testing;

namespace EndToEnd.Tests.Guide;

/// <summary>The guide shows what the services really answer: its examples run as they stand, in one shell.</summary>
public sealed class GuideTests
{
    private const char EndOfAnswer = '\f';

    [Test]
    public async Task Every_example_of_the_guide_is_answered_as_shown()
    {
        await using var services = await TwoServices.StartAsync();
        for (var i = 0; i < 2; i++)
        {
            await services.Broker.Database.StreamAddAsync(OrderCompleted.Stream, "product_id", "x"); // a dead letter
        }

        await Eventually.That(services.DeadLettersAsync, Is.EqualTo(2));
        var guide = Path.Combine(TestContext.CurrentContext.TestDirectory, "api.md");
        var examples = Example.ReadAll(await File.ReadAllTextAsync(guide));
        var answers = await RunAsync(examples, services);

        Assert.That(answers, Has.Length.EqualTo(examples.Count).And.Length.AtLeast(20));
        using (Assert.EnterMultipleScope())
        {
            foreach (var (example, output) in examples.Zip(answers))
            {
                var answer = Example.Normalize(output);
                Assert.That(
                    answer,
                    Is.EqualTo(Example.Normalize(example.Answer)),
                    $"{example.Commands}\nis answered\n\n{answer}\n");
            }
        }
    }

    /// <summary>Runs the examples one after the other, as a reader does, and returns what each of them wrote.</summary>
    private static async Task<string[]> RunAsync(IEnumerable<Example> examples, TwoServices services)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-s"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment =
            {
                ["INVENTORY"] = services.Inventory.Client.BaseAddress!.Authority,
                ["PAYMENT"] = services.Payment.Client.BaseAddress!.Authority,
            },
        })!;
        var output = shell.StandardOutput.ReadToEndAsync();
        foreach (var example in examples)
        {
            await shell.StandardInput.WriteAsync($"{example.Commands}printf '{EndOfAnswer}'\n");
        }

        shell.StandardInput.Close();
        return (await output).Split(EndOfAnswer)[..^1];
    }
}
