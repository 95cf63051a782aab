using System.Net;
using System.Net.Sockets;

namespace EmailConsole.Delivery.Network;

internal sealed class SystemHostResolver : IHostResolver
{
    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var literal))
        {
            return [literal];
        }

        if (host.Length is 0 or > 255)
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

        var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken);
        return addresses.Length > 0 ? addresses : throw new SocketException((int)SocketError.NoData);
    }
}
