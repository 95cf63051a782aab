using System.Net;
using System.Net.Sockets;
using EmailConsole.Delivery.Network;

namespace EmailConsole.Tests.Kinds;

/// <summary>Opens the connections that were meant for 443 to another port: everything above it is as in the product.</summary>
internal sealed class RedirectedDialer(TimeProvider clock, Func<int> port) : Dialer(clock)
{
    public override Task<Socket> ConnectAsync(IReadOnlyList<IPAddress> addresses, int wanted, CancellationToken cancellationToken) =>
        base.ConnectAsync(addresses, wanted == 443 ? port() : wanted, cancellationToken);
}
