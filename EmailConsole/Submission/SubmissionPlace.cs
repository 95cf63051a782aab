using System.Net;
using System.Net.NetworkInformation;
using EmailConsole.EmailProviders;

namespace EmailConsole.Submission;

/// <summary>
/// Tells providers that lead to the door from others: by the ports that it listens on, and the names and addresses of this machine. A port
/// that is closed here belongs to whoever has it, such as a relay beside a console without a certificate.
/// </summary>
internal sealed class SubmissionPlace(SubmissionState state, SubmissionHost host) : IOwnServer
{
    private const string Local = "localhost";

    public bool IsAt(string host, int port)
    {
        var ports = state.Ports;
        return (port == ports.Development && IsLoopback(host)) || ((port == ports.StartTls || port == ports.Tls) && IsHere(host));
    }

    public IDisposable Subscribe(Action opened) => state.Opened.Add(_ => opened());

    // The port of Development is bound to these two addresses alone. RFC 6761 section 6.3 has every name under localhost lead to them
    private static bool IsLoopback(string name) =>
        name == Local || name.EndsWith($".{Local}", StringComparison.Ordinal)
        || (Read(name) is { } address && (address.Equals(IPAddress.Loopback) || address.Equals(IPAddress.IPv6Loopback)));

    private bool IsHere(string name) =>
        IsLoopback(name) || Same(name, host.Name) || Same(name, Environment.MachineName) || (Read(name) is { } address && IsOwn(address));

    private static bool Same(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);

    // Who connects to "any address" comes to this machine
    private static bool IsOwn(IPAddress address) =>
        IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) || OwnAddresses().Any(address.Equals);

    private static IEnumerable<IPAddress> OwnAddresses()
    {
        try
        {
            return [.. NetworkInterface.GetAllNetworkInterfaces().SelectMany(i => i.GetIPProperties().UnicastAddresses).Select(a => WithoutScope(a.Address))];
        }
        catch (NetworkInformationException)
        {
            // A service that may not ask (systemd's RestrictAddressFamilies without AF_NETLINK): what comes back is told by its Received
            return [];
        }
    }

    private static IPAddress? Read(string host) =>
        !IPAddress.TryParse(host, out var address) ? null : address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : WithoutScope(address);

    // A link-local address is given with its interface
    private static IPAddress WithoutScope(IPAddress address) =>
        address.IsIPv6LinkLocal ? new IPAddress(address.GetAddressBytes()) : address;
}
