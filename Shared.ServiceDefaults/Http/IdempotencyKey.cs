using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Mvc;

namespace Shared.ServiceDefaults.Http;

/// <summary>
/// A name that a client gives to a request, so that sending it again has no second effect: the header
/// <c>Idempotency-Key</c> (IETF draft "The Idempotency-Key HTTP Header Field"). Keys of different scopes never meet.
/// </summary>
/// <param name="Value">1 to 255 visible ASCII characters.</param>
/// <param name="Caller">Whose key it is, when callers are known; the same key of another one is another key.</param>
[ModelBinder(typeof(IdempotencyKeyBinder))]
public sealed record IdempotencyKey(string Value, string? Caller = null)
{
    public const string Header = "Idempotency-Key";

    /// <summary>Longest key, in characters.</summary>
    public const int MaxLength = 255;

    /// <summary>The id that stands for this key: a UUIDv8 made of a SHA-256 (RFC 9562, section 5.8).</summary>
    /// <param name="scope">What the key is used for; it keeps the keys of other requests apart.</param>
    public string ToId(string scope)
    {
        // Neither a scope nor a key has a line break, so that the first and the last one tell where they end.
        var name = Caller is null ? $"{scope}\n{Value}" : $"{scope}\n{Caller}\n{Value}";
        var octets = SHA256.HashData(Encoding.UTF8.GetBytes(name));
        octets[6] = (byte)(0x80 | (octets[6] & 0x0F)); // version 8
        octets[8] = (byte)(0x80 | (octets[8] & 0x3F)); // variant of RFC 9562
        return new Guid(octets.AsSpan(0, 16), bigEndian: true).ToString();
    }
}
