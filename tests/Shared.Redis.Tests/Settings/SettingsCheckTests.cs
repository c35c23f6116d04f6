using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Shared.Redis.Settings;

namespace Shared.Redis.Tests.Settings;

public sealed class SettingsCheckTests
{
    [TestCase("Lamp:Brightnes", "Lamp:Brightnes is not known here. The nearest is Lamp:Brightness.")]
    [TestCase("lamp:bright", "Lamp:bright is not known here. The nearest is Lamp:Brightness.")]
    [TestCase("Lamp:Bulb:Wats", "Lamp:Bulb:Wats is not known here. The nearest is Lamp:Bulb:Watts.")]
    [TestCase("Lamps:Brightness", "Lamps is not known here. The nearest is Lamp.")]
    [TestCase("Lmap:Brightness", "Lmap is not known here. The nearest is Lamp.")]
    [TestCase("Lamp_Brightness", "Lamp_Brightness is not known here. The nearest is Lamp:Brightness.")]
    [TestCase("LAMP.BULB.WATTS", "LAMP.BULB.WATTS is not known here. The nearest is Lamp:Bulb:Watts.")]
    [TestCase("Lamp", "Lamp cannot have a value; it is a section with Brightness, Warmth, Fade, Mode, Rooms, Key, Bulb.")]
    public void A_key_that_nobody_reads_is_named_with_the_one_that_was_meant(string key, string line) =>
        Assert.That(FindProblems((key, "1")), Is.EqualTo([line]));

    [TestCase("Brightness", "0", "a whole number, from 1 to 100")]
    [TestCase("Brightness", "some", "a whole number, from 1 to 100")]
    [TestCase("Brightness", "", "a whole number, from 1 to 100")]
    [TestCase("Brightness", "5.5", "a whole number, from 1 to 100")]
    [TestCase("Warmth", "1.1", "a number, from 0 to 1")]
    [TestCase("Warmth", "NaN", "a number, from 0 to 1")]
    [TestCase("Fade", "1", "a duration such as 00:00:10, from 00:00:00 to 1.00:00:00")]
    [TestCase("Fade", "00:10", "a duration such as 00:00:10, from 00:00:00 to 1.00:00:00")]
    [TestCase("Fade", "2.00:00:00", "a duration such as 00:00:10, from 00:00:00 to 1.00:00:00")]
    [TestCase("Fade", "10s", "a duration such as 00:00:10, from 00:00:00 to 1.00:00:00")]
    [TestCase("Mode", "Dimmed", "Steady or Blinking")]
    [TestCase("Mode", "7", "Steady or Blinking")]
    [TestCase("Bulb:Watts", "many", "a whole number")]
    [TestCase("Bulb:Name", "", "some text")]
    public void A_value_that_cannot_be_used_is_shown_with_what_is_allowed(string name, string value, string allowed) =>
        Assert.That(
            FindProblems(($"Lamp:{name}", value)),
            Is.EqualTo([$"Lamp:{name}={value} cannot be used; it must be {allowed}."]));

    [TestCase("Brightness", "7")]
    [TestCase("Brightness", "100")]
    [TestCase("Warmth", "5e-1")]
    [TestCase("Fade", "00:00:10")]
    [TestCase("Fade", "1.00:00:00")]
    [TestCase("Fade", "00:00:00.250")]
    [TestCase("mode", "blinking")]
    [TestCase("Bulb:Watts", "60")]
    public void A_value_that_can_be_used_is_not_worth_a_word(string name, string value) =>
        Assert.That(FindProblems(($"Lamp:{name}", value)), Is.Empty);

    [Test]
    public void Other_keys_are_none_of_our_business() => Assert.That(
        FindProblems(("PATH", "/bin"), ("Logging:LogLevel:Default", "Debug"), ("LAMP_POST", "x"), ("Kestrel:A:B", "c")),
        Is.Empty);

    [Test]
    public void Everything_that_is_wrong_is_told_at_once() => Assert.That(
        FindProblems(("Lamp:Brightness", "0"), ("Lamp:Colour", "red"), ("Lamp:Mode", "7")), Has.Count.EqualTo(3));

    [TestCase("se,cret")]
    [TestCase("secret\nof two lines")]
    public void A_secret_is_never_shown(string secret) =>
        Assert.That(FindProblems(("Lamp:Key", secret)), Is.EqualTo(["Lamp:Key cannot be used; it must be four digits."]));

    [Test]
    public void A_value_of_several_lines_is_told_in_one() =>
        Assert.That(FindProblems(("Lamp:Brightness", "1\n2"))[0], Does.StartWith("Lamp:Brightness=1?2 cannot"));

    [TestCase("kitchen, hall")]
    [TestCase("kitchen,hall,")]
    public void A_list_is_one_value_with_commas_or_a_value_for_each(string text)
    {
        string[] expected = ["kitchen", "hall"];

        Assert.That(Read(("Lamp:Rooms", text)).Rooms, Is.EqualTo(expected));
        Assert.That(Read(("Lamp:Rooms:0", "kitchen"), ("Lamp:Rooms:1", "hall")).Rooms, Is.EqualTo(expected));
    }

    [Test]
    public void What_does_not_go_together_is_told_once_each_value_can_be_used()
    {
        Assert.That(
            FindProblems(("Lamp:Mode", "Blinking"), ("Lamp:Fade", "00:00:01")),
            Is.EqualTo(["Lamp:Mode=Blinking does not go with Fade."]));
        Assert.That(FindProblems(("Lamp:Mode", "Blinking"), ("Lamp:Fade", "soon")), Has.Count.EqualTo(1));
    }

    private static List<string> FindProblems(params (string Key, string Value)[] settings)
    {
        using var services = Services(settings);
        try
        {
            services.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (OptionsValidationException fault)
        {
            return [.. fault.Failures];
        }
    }

    private static Lamp Read(params (string Key, string Value)[] settings)
    {
        using var services = Services(settings);
        return services.GetRequiredService<IOptions<Lamp>>().Value;
    }

    private static ServiceProvider Services((string Key, string Value)[] settings) => new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(one => one.Key, one => (string?)one.Value))
            .Build())
        .AddSettings<Lamp>("Lamp")
        .BuildServiceProvider();

    private enum Mode
    {
        Steady,
        Blinking,
    }

    private sealed class Lamp : IValidatableObject
    {
        [System.ComponentModel.DataAnnotations.Range(1, 100)]
        public int? Brightness { get; set; }

        [System.ComponentModel.DataAnnotations.Range(0.0, 1.0)]
        public decimal Warmth { get; set; }

        [System.ComponentModel.DataAnnotations.Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
        public TimeSpan Fade { get; set; }

        [EnumDataType(typeof(Mode))]
        public Mode Mode { get; set; }

        public TextList Rooms { get; set; } = [];

        [Secret, RegularExpression("[0-9]{4}", ErrorMessage = "four digits")]
        public string? Key { get; set; }

        public Bulb Bulb { get; set; } = new();

        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
            Mode == Mode.Blinking && Fade > TimeSpan.Zero
                ? [new ValidationResult("Mode=Blinking does not go with Fade.")]
                : [];
    }

    private sealed class Bulb
    {
        public int Watts { get; set; } = 60;

        [Required]
        public string Name { get; set; } = "E27";
    }
}
