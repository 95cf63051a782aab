using System.Net;
using System.Net.Sockets;

namespace EmailConsole.Tests.Outbox.Store.Postgres;

/// <summary>When a connection is cut, once.</summary>
internal enum Cut
{
    Never,

    /// <summary>The server does not hear of the commit.</summary>
    BeforeCommit,

    /// <summary>The server commits, and its answer is lost.</summary>
    AfterCommit,
}

/// <summary>Stands before a PostgreSQL and loses a connection at a commit.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly int _server;
    private readonly Task _accepting;
    private volatile Cut _next;

    public CuttingProxy(int server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary><see cref="Cut.Never"/> again as soon as it has happened.</summary>
    public Cut Next
    {
        get => _next;
        set => _next = value;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            _ = CarryAsync(await _listener.AcceptTcpClientAsync(_stopping.Token));
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        await far.ConnectAsync(IPAddress.Loopback, _server, _stopping.Token);
        var (from, to) = (near.GetStream(), far.GetStream());
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        var back = to.CopyToAsync(from, ends.Token);
        try
        {
            var buffer = new byte[64 * 1024];
            for (int read; (read = await from.ReadAsync(buffer, ends.Token)) > 0;)
            {
                // Not the "READ COMMITTED" of a beginning
                var isCommit = buffer.AsSpan(0, read).IndexOf("COMMIT\0"u8) >= 0;
                var cut = isCommit ? _next : Cut.Never;
                if (cut == Cut.AfterCommit)
                {
                    // Nobody hears what it says from here on
                    await ends.CancelAsync();
                    await back.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }

                if (cut != Cut.BeforeCommit)
                {
                    await to.WriteAsync(buffer.AsMemory(0, read), _stopping.Token);
                }

                if (cut != Cut.Never)
                {
                    _next = Cut.Never;
                    return;
                }
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // One of the two has gone
        }
    }
}
