using System.Net;
using System.Net.Sockets;

namespace EmailConsole.SmtpServing;

/// <summary>Takes connections for a door, so many in all and from one address, and ends them at the stop.</summary>
internal sealed partial class SmtpServer(ISmtpDoor door, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan AfterFault = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stopping = new();
    private readonly MistakePauses _pauses = new(door.Rules, time);
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, int> _networks = [];
    private readonly HashSet<Task> _sessions = [];
    private readonly List<Socket> _sockets = [];
    private readonly List<Task> _listening = [];
    private int _connections;
    private int _turnedAway;

    /// <summary>Of clients that are being served.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Of clients that are held because of their mistakes.</summary>
    public int Paused => _pauses.Held;

    /// <summary>Of clients without a place that are given TLS to be told so.</summary>
    public int TurnedAwayNow => Volatile.Read(ref _turnedAway);

    /// <summary>Takes connections from sockets that listen, which are its own from now on.</summary>
    public void Listen(IReadOnlyList<Socket> sockets, SmtpTls tls)
    {
        _sockets.AddRange(sockets);
        _listening.AddRange(sockets.Select(socket => AcceptAsync(socket, tls)));
    }

    /// <summary>
    /// Takes no more connections; each client that is waited for is told 421 (RFC 5321 section 3.8), and each message whose end has come is
    /// answered first.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_listening);
        Task sessions;
        lock (_gate)
        {
            sessions = Task.WhenAll(_sessions);
        }

        // What is left when the time of the stop is over ends with the process
        await sessions.WaitAsync(door.Rules.Stop, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        foreach (var socket in _sockets)
        {
            socket.Dispose();
        }

        await Task.WhenAll(_listening);
    }

    private async Task AcceptAsync(Socket socket, SmtpTls tls)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var client = await socket.AcceptAsync(_stopping.Token);
                var session = ServeAsync(client, tls);
                lock (_gate)
                {
                    _sessions.RemoveWhere(s => s.IsCompleted);
                    _sessions.Add(session);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                break;
            }
            catch (SocketException e)
            {
                // The client gave up before it was accepted, or the system has no more sockets: it will not have some at once
                LogConnectionFailed(logger, e, address: null);
                await Task.Delay(AfterFault, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ServeAsync(Socket socket, SmtpTls tls)
    {
        await Task.Yield();
        var place = Place.None;
        IPAddress? address = null;
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            socket.NoDelay = true;
            address = ((IPEndPoint)socket.RemoteEndPoint!).Address;
            address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
            var network = NetworkOf(address);
            await using var connection = new SmtpConnection(stream, door.Rules, time, _stopping.Token);
            place = Take(network);
            if (place.IsTaken)
            {
                using var visit = door.Open(new SmtpClient(address));
                await new SmtpSession(connection, door, visit, tls, _pauses, logger, _stopping.Token).RunAsync();
            }
            else
            {
                await TurnAwayAsync(connection, tls, place.Refusal);
            }

            // Before the client can see the end: the next one may come at once
            GiveBack(ref place);
            await connection.EndAsync();
            await HangUpAsync(socket, stream);
        }
        catch (Exception e) when (e is IOException or SocketException or TimeoutException or ObjectDisposedException)
        {
            LogConnectionFailed(logger, e, address);
        }
        catch (Exception e)
        {
            LogSessionFailed(logger, e);
        }
        finally
        {
            GiveBack(ref place);
        }
    }

    private async Task TurnAwayAsync(SmtpConnection connection, SmtpTls tls, SmtpReply refusal)
    {
        door.TurnedAway(refusal);
        if (tls == SmtpTls.Implicit && !await TryEncryptAsync(connection))
        {
            return;
        }

        connection.Reply(refusal.Text);
        await connection.FlushAsync();
    }

    // Of few at once, and for seconds: whoever fills the places must not have TLS made for as many as it likes
    private async Task<bool> TryEncryptAsync(SmtpConnection connection)
    {
        if (Interlocked.Increment(ref _turnedAway) > SmtpRules.TurnedAwayByTls || door.Certificate is not { } certificate)
        {
            Interlocked.Decrement(ref _turnedAway);
            return false;
        }

        try
        {
            await connection.EncryptAsync(certificate, SmtpRules.TurnedAwayTime);
            return true;
        }
        finally
        {
            Interlocked.Decrement(ref _turnedAway);
        }
    }

    /// <summary>
    /// Ends our side and waits a little for the client's: closed with octets unread, the connection is reset, and the last reply
    /// may be lost with it.
    /// </summary>
    private async Task HangUpAsync(Socket client, NetworkStream stream)
    {
        using var late = new CancellationTokenSource(door.Rules.HangUp, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, _stopping.Token);
        var octets = new byte[4096];
        try
        {
            client.Shutdown(SocketShutdown.Send);
            var read = 1;
            for (var i = 0; i < SmtpRules.HangUpReads && read > 0; i++)
            {
                // What is there already is read however late it is
                read = await stream.ReadAsync(octets, client.Available > 0 ? CancellationToken.None : either.Token);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // The client has left first, or has had its time
        }
    }

    // Who has IPv6 has a whole /64 network to connect from
    private static IPAddress NetworkOf(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6
        ? new IPAddress([.. address.GetAddressBytes().AsSpan(0, 8), 0, 0, 0, 0, 0, 0, 0, 0])
        : address;

    private Place Take(IPAddress network)
    {
        lock (_gate)
        {
            if (_connections >= door.Rules.Connections)
            {
                return new Place(null, SmtpReply.TooManyConnections);
            }

            var held = _networks.GetValueOrDefault(network);
            if (held >= door.Rules.ConnectionsPerAddress)
            {
                return new Place(null, SmtpReply.TooManyFromAddress);
            }

            _connections++;
            _networks[network] = held + 1;
            return new Place(network, default);
        }
    }

    private void GiveBack(ref Place place)
    {
        if (place.Network is not { } network)
        {
            return;
        }

        place = Place.None;
        lock (_gate)
        {
            _connections--;
            if (--_networks[network] == 0)
            {
                _networks.Remove(network);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "A client's SMTP connection failed; it came from {Address}.")]
    private static partial void LogConnectionFailed(ILogger logger, Exception exception, IPAddress? address);

    [LoggerMessage(Level = LogLevel.Error, Message = "A client's SMTP connection ended by a fault on this side.")]
    private static partial void LogSessionFailed(ILogger logger, Exception exception);

    /// <param name="Network">Whose place it is; null: none was free.</param>
    /// <param name="Refusal">Why not.</param>
    private readonly record struct Place(IPAddress? Network, SmtpReply Refusal)
    {
        public static readonly Place None = new(null, default);

        public bool IsTaken => Network is not null;
    }
}
