using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Testing.Contracts;

/// <summary>That no input, however broken or hostile, is stored in part, misread, or answered with 500.</summary>
/// <typeparam name="TController">A controller of the service.</typeparam>
/// <param name="path">Path of the collection that the service keeps.</param>
/// <param name="validBody">A body that POST to the collection accepts, with a price, a quantity and a text.</param>
public abstract partial class StrictInputContract<TController>(string path, string validBody)
    : ServiceFixture<TController>(path, validBody) where TController : class
{
    [Test]
    public Task A_member_that_is_unknown_is_400() =>
        AssertRefusedAsync(ValidBody.Replace("{", """{ "colour": "red", """), "colour", "Is not known here.");

    [Test]
    public Task A_member_in_other_letters_is_400() =>
        AssertRefusedAsync(ValidBody.Replace("\"price\"", "\"Price\""), "Price", "Is not known here.");

    [Test]
    public Task A_member_that_is_given_twice_is_400() =>
        AssertRefusedAsync(ValidBody.Replace("{", """{ "price": 1, """), "price", "Is given more than once.");

    [Test]
    public async Task Numbers_are_taken_as_text_too()
    {
        using var response = await PostAsync(NumberValue.Replace(ValidBody, ": \"$1\""));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("\"price\":19.99,"));
    }

    [TestCase("price", "\"123456.78\"", "123456.78")]
    [TestCase("price", "\"1\\u0039.99\"", "19.99")]
    [TestCase("price", "123456.780", "123456.78")]
    [TestCase("quantity", "\"000000005\"", "5")]
    [TestCase("quantity", "\"\\u0035\"", "5")]
    [TestCase("quantity", "500000e-5", "5")]
    public async Task A_number_is_read_wherever_the_network_cuts_it(string field, string json, string value)
    {
        // The web server keeps what has come in blocks of 4,096 bytes.
        await Task.WhenAll(Enumerable.Range(0, 101).Select(async number =>
        {
            var blanks = new string(' ', 3500 + (8 * number));
            using var response = await PostAsync(With(field, blanks + json));

            Assert.That(
                await response.Content.ReadAsStringAsync(), Does.Match($"\"{field}\":{Regex.Escape(value)}[,}}]"));
        }));
    }

    [Test]
    public async Task A_whole_number_is_taken_however_it_is_written(
        [Values("5.0", "5e0", "500e-2", "5.00", "0.5E1", "\"5.0\"", "\"5e0\"")] string json)
    {
        using var response = await PostAsync(With("quantity", json));

        Assert.That(await response.Content.ReadAsStringAsync(), Does.Match("\"quantity\":5[,}]"));
    }

    [Test]
    public Task A_number_that_is_not_whole_is_no_quantity(
        [Values("5.5", "5e-1", "5.00000000000000000000000000000000000001", "2147483648.0", "\"5.5\"")] string json) =>
        AssertRefusedAsync(
            With("quantity", json), "quantity", "Must be a whole number within the documented range.");

    [Test]
    public Task Text_that_is_no_price_is_400(
        [Values("", " ", " 1", @"1\u0000", "NaN", "Infinity", "1e400", "0x10", "1,5", "1_000", "٣")] string text) =>
        AssertBadFieldAsync("price", $"\"{text}\"");

    [Test]
    public Task Text_that_is_no_quantity_is_400(
        [Values("", " ", " 1", @"1\u0000", "NaN", "1e400", "0x10", "1.5", "1_000", "٣")] string text) =>
        AssertBadFieldAsync("quantity", $"\"{text}\"");

    [Test]
    public Task A_value_of_another_type_is_400(
        [Values("name", "productId", "price", "quantity")] string field,
        [Values("true", "[]", "{}", "{\"a\":1}", "[1]")] string json) =>
        ValidBody.Contains($"\"{field}\"") ? AssertBadFieldAsync(field, json) : Task.CompletedTask;

    [Test]
    public async Task JSON_that_is_not_by_the_book_is_400(
        [Values("comment", "trailing comma", "more behind it", "depth", "single quotes")] string defect)
    {
        var body = defect switch
        {
            "comment" => ValidBody.Replace("{", "{ /* no */"),
            "trailing comma" => ValidBody.Replace("}", ",}"),
            "more behind it" => ValidBody + ValidBody,
            "depth" => new string('[', 5000),
            _ => ValidBody.Replace('"', '\''),
        };

        await AssertRefusedAsync(body, "body");
    }

    [Test]
    public async Task Bytes_that_are_no_UTF_8_are_400()
    {
        var (field, text) = AnyText();
        var bytes = Encoding.Latin1.GetBytes(ValidBody.Replace($"\"{text}\"", "\"\u00ff\""));

        await AssertRefusedAsync(new ByteArrayContent(bytes), field, "Must be text of valid Unicode.");
    }

    [Test]
    public async Task Half_a_character_is_400()
    {
        var (field, text) = AnyText();

        await AssertRefusedAsync(
            ValidBody.Replace($"\"{text}\"", "\"\\ud83d\""), field, "Must be text of valid Unicode.");
    }

    [Test]
    public Task Half_a_character_is_no_number([Values("price", "quantity")] string field) =>
        AssertRefusedAsync(With(field, "\"\\ud83d\""), field);

    [Test]
    public Task A_body_in_another_charset_than_it_says_is_400()
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(ValidBody + " "));
        content.Headers.ContentType = new("application/json", "utf-16");
        return AssertRefusedAsync(content, "body");
    }

    [TestCase("limit=0", "Must be 1 to 100.")]
    [TestCase("limit=", "Has a form that cannot be read here.")]
    [TestCase("limit=many", "Has a form that cannot be read here.")]
    public async Task A_parameter_is_told_what_it_must_be(string query, string because)
    {
        var problem = await AssertProblemAsync(
            await Client.GetAsync($"{Path}?{query}"), HttpStatusCode.BadRequest, "limit");

        Assert.That(problem.GetProperty("errors").GetProperty("limit")[0].GetString(), Is.EqualTo(because));
    }

    [TestCase("null", "Is required.")]
    [TestCase("0", "Must be 0.01 to 1000000.")]
    [TestCase("1.001", "Must have at most 2 decimals.")]
    [TestCase("\"cheap\"", "Must be a decimal number within the documented range.")]
    public Task A_field_is_told_what_it_must_be(string price, string because) =>
        AssertRefusedAsync(ValidBody.Replace("19.99", price), "price", because);

    [TestCase("%2F")]
    [TestCase("..%2F..%2F")]
    [TestCase("..%5C")]
    [TestCase("%2e%2e/no-such-path")]
    [TestCase("%01")]
    [TestCase("a%0D%0Ab")]
    [TestCase("%7F")]
    [TestCase("%FF")]
    [TestCase("%ED%A0%80")]
    [TestCase("{07sd}:x")]
    [TestCase("*")]
    public async Task An_id_that_none_can_have_is_404(string id)
    {
        await AssertProblemAsync(await SendAsync(HttpMethod.Get, $"{Path}/{id}"), HttpStatusCode.NotFound);
        await AssertNothingIsStoredAsync();
    }

    [Test]
    public Task An_id_of_7000_characters_is_404() => An_id_that_none_can_have_is_404(new string('x', 7000));

    // These Kestrel answers itself, before there is anything that could write a problem.
    [TestCase("%00", HttpStatusCode.BadRequest)]
    [TestCase("x x", HttpStatusCode.BadRequest)]
    [TestCase("long", HttpStatusCode.RequestUriTooLong)]
    public async Task A_path_that_is_no_path_is_4xx(string id, HttpStatusCode status)
    {
        using var response = await SendAsync(HttpMethod.Get, $"{Path}/{id.Replace("long", new string('x', 9000))}");

        Assert.That(response.StatusCode, Is.EqualTo(status));
    }

    [TestCase("limit=1e9", "limit")]
    [TestCase("limit=9999999999", "limit")]
    [TestCase("limit=", "limit")]
    [TestCase("limit=%D9%A3", "limit")]
    [TestCase("limit=%00", "limit")]
    [TestCase("limit=1&limit=2", "limit")]
    [TestCase("colour=red", "colour")]
    [TestCase("limit=1&page=2", "page")]
    [TestCase("$top=1", "$top")]
    [TestCase("limit=1&cursor=x&cursor=y", "cursor")]
    [TestCase("cursor=%00", "cursor")]
    [TestCase("cursor=%FF", "cursor")]
    [TestCase("cursor=99999999999999999999-0-0", "cursor")]
    [TestCase("cursor=-1-0-0", "cursor")]
    [TestCase("cursor=0-0-0", "cursor")]
    public async Task A_parameter_that_cannot_be_used_is_400(string query, string field) =>
        await AssertProblemAsync(await SendAsync(HttpMethod.Get, $"{Path}?{query}"), HttpStatusCode.BadRequest, field);

    [Test]
    public async Task A_cursor_beyond_all_times_is_a_page(
        [Values("9223372036854775807-9223372036854775807-2147483647", "0-1-0")] string cursor)
    {
        using var response = await Client.GetAsync($"{Path}?cursor={cursor}");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [GeneratedRegex(@": (\d[\d.]*)")]
    private static partial Regex NumberValue { get; }

    private string With(string field, string json) =>
        Regex.Replace(ValidBody, $"(?<=\"{field}\": )[^,}} ]+", _ => json);

    private (string Field, string Text) AnyText() => JsonNode.Parse(ValidBody)!.AsObject()
        .Where(member => member.Value!.GetValueKind() == System.Text.Json.JsonValueKind.String)
        .Select(member => (member.Key, member.Value!.GetValue<string>()))
        .First();

    /// <summary>Sends the address as it is, which a client otherwise mends.</summary>
    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string address)
    {
        var asItIs = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        var uri = new Uri(Client.BaseAddress!.GetLeftPart(UriPartial.Authority) + address, asItIs);
        return Client.SendAsync(new HttpRequestMessage(method, uri));
    }

    private Task AssertRefusedAsync(string body, string field, string? because = null) =>
        AssertRefusedAsync(new StringContent(body, Encoding.UTF8, "application/json"), field, because);

    private async Task AssertRefusedAsync(HttpContent content, string field, string? because = null)
    {
        content.Headers.ContentType ??= new MediaTypeHeaderValue("application/json");

        var problem = await AssertProblemAsync(await Client.PostAsync(Path, content), HttpStatusCode.BadRequest, field);

        Assert.That(
            problem.GetProperty("errors").GetProperty(field)[0].GetString(),
            because is null ? Is.Not.Empty : Is.EqualTo(because));
        await AssertNothingIsStoredAsync();
    }

    private async Task AssertNothingIsStoredAsync()
    {
        Assert.That(StoredKeys(), Is.Empty);
        Assert.That(await Client.GetStringAsync(Path), Is.EqualTo("[]"));
    }
}
