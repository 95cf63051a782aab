using System.Net;
using System.Net.Sockets;

namespace EmailConsole.Tests.Delivery;

/// <summary>A listener with its backlog full: it lets further connections hang.</summary>
internal sealed class FullListener : IDisposable
{
    private readonly Socket _listener;
    private readonly List<TcpClient> _clients = [.. Enumerable.Range(0, 4).Select(_ => new TcpClient())];

    public FullListener(IPEndPoint at)
    {
        _listener = new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(at);
        _listener.Listen(0);
        foreach (var client in _clients)
        {
            _ = client.ConnectAsync((IPEndPoint)_listener.LocalEndPoint!).ContinueWith(t => t.Exception, TaskScheduler.Default);
        }
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public void Dispose()
    {
        _clients.ForEach(c => c.Dispose());
        _listener.Dispose();
    }
}
