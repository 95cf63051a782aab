using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace EmailConsole.Delivery.Network;

/// <summary>One entry of <c>Network:Allow</c>.</summary>
/// <param name="Range">The addresses.</param>
/// <param name="Port">Null: any.</param>
internal sealed record AllowedTarget(IPNetwork Range, int? Port)
{
    public bool Includes(IPAddress address, int port) => Range.Contains(address) && (Port is null || Port == port);

    public static bool TryParse(string text, [NotNullWhen(true)] out AllowedTarget? target)
    {
        target = null;
        var colon = text.LastIndexOf(':');
        if (colon < 0)
        {
            return false;
        }

        var range = text[..colon];
        var isBracketed = range.StartsWith('[') && range.EndsWith(']');
        if (range.Contains(':', StringComparison.Ordinal) != isBracketed
            || !TryParseRange(isBracketed ? range[1..^1] : range, out var network)
            || !TryParsePort(text[(colon + 1)..], out var port))
        {
            return false;
        }

        target = new AllowedTarget(network, port);
        return true;
    }

    private static bool TryParseRange(string text, out IPNetwork range)
    {
        if (text.Contains('/', StringComparison.Ordinal))
        {
            return IPNetwork.TryParse(text, out range);
        }

        range = default;
        if (!IPAddress.TryParse(text, out var address))
        {
            return false;
        }

        range = new IPNetwork(address, address.GetAddressBytes().Length * 8);
        return true;
    }

    private static bool TryParsePort(string text, out int? port)
    {
        port = null;
        if (text == "*")
        {
            return true;
        }

        port = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        return port is >= 1 and <= 65535;
    }
}
