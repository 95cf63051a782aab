using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace EmailConsole.Delivery.Smtp;

/// <summary>The name said in EHLO: ASCII, and a full domain name wherever there is one (RFC 5321 section 4.1.1.1).</summary>
internal static class EhloName
{
    public static string Choose(string? configured, IPAddress local)
    {
        if (!string.IsNullOrEmpty(configured))
        {
            return configured;
        }

        var machine = IPGlobalProperties.GetIPGlobalProperties();
        var full = machine.DomainName.Length > 0 && !machine.HostName.Contains('.', StringComparison.Ordinal)
            ? $"{machine.HostName}.{machine.DomainName}"
            : machine.HostName;
        return IsValid(full) ? full : Literal(local);
    }

    /// <summary>At least two labels of letters, digits and hyphens (RFC 1123 section 2.1).</summary>
    public static bool IsValid(string name)
    {
        var labels = name.Split('.');
        return name.Length <= 253 && labels.Length >= 2 && labels.All(IsLabel) && !IPAddress.TryParse(name, out _);
    }

    private static bool IsLabel(string label) =>
        label.Length is >= 1 and <= 63
        && label[0] != '-' && label[^1] != '-'
        && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    // RFC 5321 section 4.1.3
    private static string Literal(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily == AddressFamily.InterNetwork
            ? $"[{plain}]"
            : $"[IPv6:{new IPAddress(plain.GetAddressBytes())}]";
    }
}
