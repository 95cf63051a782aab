using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace EmailConsole.Benchmarks.Receivers;

/// <summary>SMTP servers on free ports of loopback, one a port; some of them hang.</summary>
internal sealed class ReceiverServer(X509Certificate2? certificate, TimeSpan finalReplyAfter, bool readsIds) : IDisposable
{
    private static readonly Hang[] _kinds = [Hang.OnceConnected, Hang.AfterGreeting, Hang.AfterContent];

    private readonly List<TcpListener> _listeners = [];
    private readonly CancellationTokenSource _stop = new();
    private int _open;
    private readonly ConcurrentDictionary<string, bool> _ids = new(StringComparer.Ordinal);
    private int[] _messages = [];
    private int _twice;

    public IEnumerable<int> Ports => _listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port);

    /// <summary>Connections that no side has closed.</summary>
    public int Open => Volatile.Read(ref _open);

    public int Messages => _messages.Sum();

    /// <summary>Of one server.</summary>
    public int MessagesOf(int server) => Volatile.Read(ref _messages[server]);

    /// <summary>Message-IDs, each counted once, where they are read.</summary>
    public int Different => _ids.Count;

    /// <summary>Messages whose Message-ID had come before, where they are read.</summary>
    public int Twice => Volatile.Read(ref _twice);

    /// <summary>Whether the server of that number hangs: they are spread evenly.</summary>
    public static bool IsHung(int server, int servers, int hung) => (long)(server + 1) * hung / servers > (long)server * hung / servers;

    public void Start(int servers, int hung)
    {
        var hangs = 0;
        _messages = new int[servers];
        for (var i = 0; i < servers; i++)
        {
            var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            _listeners.Add(listener);
            _ = AcceptAsync(listener, i, IsHung(i, servers, hung) ? _kinds[hangs++ % _kinds.Length] : Hang.Never);
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listeners.ForEach(listener => listener.Dispose());
        _stop.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener, int number, Hang hang)
    {
        while (!_stop.IsCancellationRequested)
        {
            _ = ServeAsync(await listener.AcceptSocketAsync(_stop.Token), number, hang);
        }
    }

    private async Task ServeAsync(Socket socket, int number, Hang hang)
    {
        Interlocked.Increment(ref _open);
        socket.NoDelay = true;
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            await new ReceiverSession(stream, certificate, hang, finalReplyAfter, readsIds, id => Taken(number, id)).RunAsync(_stop.Token);
        }
        catch (IOException)
        {
            // The client went away
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private void Taken(int server, string? id)
    {
        if (id is not null && !_ids.TryAdd(id, true))
        {
            Interlocked.Increment(ref _twice);
        }

        Interlocked.Increment(ref _messages[server]);
    }
}
