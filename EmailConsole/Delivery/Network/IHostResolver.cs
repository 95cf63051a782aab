using System.Net;

namespace EmailConsole.Delivery.Network;

/// <summary>Looks host names up.</summary>
public interface IHostResolver
{
    /// <returns>At least one address; an IP address resolves to itself.</returns>
    /// <exception cref="System.Net.Sockets.SocketException">There is none, or DNS does not answer.</exception>
    Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken);
}
