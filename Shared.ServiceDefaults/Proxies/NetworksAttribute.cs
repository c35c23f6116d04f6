using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;
using Shared.Redis.Settings;

namespace Shared.ServiceDefaults.Proxies;

/// <summary>Takes addresses, and networks in CIDR notation (RFC 4632, section 3.1), but not all the world.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NetworksAttribute : ValidationAttribute
{
    /// <summary>The network, or that of one address; <see langword="null"/> when the text is neither.</summary>
    public static IPNetwork? ToNetwork(string text)
    {
        var first = text.Split('/')[0];
        if (!IPAddress.TryParse(first, out var address) || !IsWrittenOut(address, first))
        {
            return null;
        }

        var block = text == first ? $"{text}/{8 * address.GetAddressBytes().Length}" : text;
        return IPNetwork.TryParse(block, out var network)
            && network.PrefixLength > 0
            && network.BaseAddress.Equals(address)
            ? network
            : null;
    }

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        ((TextList)value!).Find(text => ToNetwork(text) is null) is { } wrong
            ? new ValidationResult(
                $"addresses and networks such as 10.0.0.7, 10.1.0.0/16 and fd00::/8, and {wrong} is none")
            : ValidationResult.Success;

    // 10.7, 010.0.0.7 and [::1]:80 are read as addresses too, but hardly as those that were meant.
    private static bool IsWrittenOut(IPAddress address, string text) =>
        address.AddressFamily == AddressFamily.InterNetwork
            ? text == address.ToString()
            : !address.IsIPv4MappedToIPv6 && address.ScopeId == 0 && !text.StartsWith('[');
}
