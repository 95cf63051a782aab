using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace EmailConsole.Tests.Servers;

/// <summary>
/// An SMTP server in the process, on a free port of loopback, that behaves well wherever no script says otherwise.
/// Scripts are keyed by what happens: CONNECT, a command's verb, CONTENT (after the final dot).
/// </summary>
internal sealed class ScriptedSmtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _sessions = [];
    private readonly ConcurrentDictionary<Socket, byte> _open = new();
    private readonly ConcurrentQueue<string> _commands = new();
    private readonly ConcurrentQueue<byte[]> _messages = new();
    private readonly TaskCompletionSource _silent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _accepting = Task.CompletedTask;

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Needed for STARTTLS and for implicit TLS.</summary>
    public X509Certificate2? Certificate { get; init; }

    public bool ImplicitTls { get; init; }

    /// <summary>Drops what comes in one packet behind a command, whatever it offers.</summary>
    public bool ReadsOneLineASegment { get; init; }

    /// <summary>Which versions of TLS; none: those of the system.</summary>
    public SslProtocols TlsVersions { get; init; }

    /// <summary>What EHLO offers; STARTTLS comes by itself where there is a certificate and no encryption yet.</summary>
    public IList<string> Extensions { get; init; } = ["PIPELINING", "SIZE 1000000", "8BITMIME", "AUTH PLAIN LOGIN", "ENHANCEDSTATUSCODES"];

    public IDictionary<string, Func<ScriptedSmtpSession, string, Task>> Script { get; } =
        new Dictionary<string, Func<ScriptedSmtpSession, string, Task>>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Every line the client sent outside of messages, in order.</summary>
    public IReadOnlyList<string> Commands => [.. _commands];

    /// <summary>The messages as they came, dots taken back.</summary>
    public IReadOnlyList<string> Messages => [.. _messages.Select(Encoding.UTF8.GetString)];

    /// <summary>The same in bytes.</summary>
    public IReadOnlyList<byte[]> Contents => [.. _messages];

    /// <summary>Connections the client has not closed yet.</summary>
    public int OpenConnections => _open.Keys.Count(IsOpen);

    public CancellationToken Stopping => _stop.Token;

    /// <summary>A fixed reply to a command; a code alone, or whole lines.</summary>
    public ScriptedSmtpServer Reply(string verb, string reply)
    {
        Script[verb] = (session, _) => session.WriteLineAsync(reply);
        return this;
    }

    /// <summary>The same in another charset than UTF-8, or in none.</summary>
    public ScriptedSmtpServer Reply(string verb, byte[] reply)
    {
        Script[verb] = (session, _) => session.WriteAsync(reply);
        return this;
    }

    /// <summary>A reply to RCPT by recipient; 250 to all others.</summary>
    public ScriptedSmtpServer ReplyTo(params (string Address, string Reply)[] recipients)
    {
        Script["RCPT"] = (session, line) =>
            Array.Find(recipients, r => line.Contains(r.Address, StringComparison.Ordinal)) is { Reply: { } reply }
                ? session.WriteLineAsync(reply)
                : session.BehaveAsync("RCPT", line);
        return this;
    }

    /// <summary>Says nothing until the client gives up.</summary>
    public ScriptedSmtpServer FallSilentAt(string verb)
    {
        Script[verb] = (session, _) =>
        {
            _silent.TrySetResult();
            return session.WaitForCloseAsync();
        };
        return this;
    }

    /// <summary>Ends when the client has come to where the server is silent.</summary>
    public Task Silent => _silent.Task.WaitAsync(Bound.Wait);

    public ScriptedSmtpServer DropAt(string verb)
    {
        Script[verb] = (session, _) =>
        {
            session.Drop();
            return Task.CompletedTask;
        };
        return this;
    }

    /// <summary>Waits until the client has closed every connection.</summary>
    public Task ClosedAsync() => Bound.UntilAsync(() => OpenConnections == 0);

    public ScriptedSmtpServer Start()
    {
        _listener.Start();
        _accepting = AcceptAsync();
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_sessions);
        _stop.Dispose();
        _listener.Dispose();
    }

    internal void Record(string command) => _commands.Enqueue(command);

    internal void Deliver(byte[] message) => _messages.Enqueue(message);

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _open[client.Client] = 0;
                _sessions.Add(ServeAsync(client));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        var socket = client.Client;
        try
        {
            using (client)
            {
                await new ScriptedSmtpSession(this, client).RunAsync();
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException
            or AuthenticationException)
        {
            // The client left, as many tests want it to
        }
        finally
        {
            _open.TryRemove(socket, out _);
        }
    }

    // Asks the system, which knows of a client's close before the session has read it
    private static bool IsOpen(Socket socket)
    {
        try
        {
            return !socket.Poll(0, SelectMode.SelectRead) || socket.Available > 0;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }
}
