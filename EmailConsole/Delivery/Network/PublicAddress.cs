using System.Net;
using System.Net.Sockets;

namespace EmailConsole.Delivery.Network;

/// <summary>Tells addresses of the public internet from all others (the IANA special-purpose registries, RFC 6890).</summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] _special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
            "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
            "224.0.0.0/4", "240.0.0.0/4",

            // Azure's platform service for virtual machines, at a public address
            "168.63.129.16/32",
            "::/128", "::1/128", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16",
            "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(range => IPNetwork.Parse(range)),
    ];

    // Each carries an IPv4 address that a gateway on the way connects to; the number is the byte where it starts
    private static readonly (IPNetwork Range, int Offset)[] _embedding =
    [
        (IPNetwork.Parse("::ffff:0:0/96"), 12), // mapped
        (IPNetwork.Parse("::ffff:0:0:0/96"), 12), // translated (RFC 2765)
        (IPNetwork.Parse("::/96"), 12), // compatible
        (IPNetwork.Parse("64:ff9b::/96"), 12), // NAT64 (RFC 6052)
        (IPNetwork.Parse("2002::/16"), 2), // 6to4 (RFC 3056)
    ];

    public static bool Is(IPAddress address)
    {
        if (_special.Any(range => range.Contains(address)))
        {
            return false;
        }

        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return true;
        }

        var embedding = _embedding.FirstOrDefault(e => e.Range.Contains(address));
        return embedding.Offset == 0 || Is(new IPAddress(address.GetAddressBytes().AsSpan(embedding.Offset, 4)));
    }
}
