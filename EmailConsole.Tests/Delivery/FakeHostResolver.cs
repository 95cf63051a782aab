using System.Net;
using System.Net.Sockets;
using EmailConsole.Delivery.Network;

namespace EmailConsole.Tests.Delivery;

/// <summary>Knows the names it is given, and IP addresses.</summary>
internal sealed class FakeHostResolver : IHostResolver
{
    public Dictionary<string, IPAddress[]> Names { get; } = [];

    public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken) =>
        Names.TryGetValue(host, out var addresses) ? Task.FromResult<IReadOnlyList<IPAddress>>(addresses)
        : IPAddress.TryParse(host, out var address) ? Task.FromResult<IReadOnlyList<IPAddress>>([address])
        : throw new SocketException((int)SocketError.HostNotFound);
}
