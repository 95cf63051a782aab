using System.Net;
using System.Net.Sockets;
using EmailConsole.DevelopmentMailbox.Messages;
using Microsoft.Extensions.Options;

namespace EmailConsole.DevelopmentMailbox.Smtp;

/// <summary>Listens on loopback, and on nothing else. A port that is taken is said and does not stop the console.</summary>
internal sealed partial class SmtpListener(
    IOptions<DevelopmentMailboxOptions> options,
    DevelopmentMailboxState state,
    MailboxStore store,
    TimeProvider time,
    ILogger<SmtpListener> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _free = new(SmtpLimits.Connections);
    private List<Socket> _sockets = [];
    private Task _listening = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var port = options.Value.Port;
        try
        {
            _sockets = LoopbackSockets.Bind(port);
        }
        catch (SocketException e)
        {
            state.Listener = new ListenerState.Failed(port, e.Message);
            LogPortFailed(port, e.Message);
            return Task.CompletedTask;
        }

        var addresses = _sockets.Select(socket => (IPEndPoint)socket.LocalEndPoint!).ToList();
        state.Listener = new ListenerState.Listening(addresses[0].Port, [.. addresses.Select(address => address.Address)]);
        LogListening(addresses[0].Port);
        _listening = Task.WhenAll(_sockets.Select(AcceptAsync));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // A host may be stopped twice, the second time after it was disposed of
        if (state.Listener is ListenerState.Stopped)
        {
            return;
        }

        state.Listener = new ListenerState.Stopped();
        await _stopping.CancelAsync();
        // What is left when the time of the stop is over ends with the process
        await _listening.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        foreach (var socket in _sockets)
        {
            socket.Dispose();
        }

        _stopping.Dispose();
        _free.Dispose();
    }

    private async Task AcceptAsync(Socket socket)
    {
        var sessions = new List<Task>();
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var client = await socket.AcceptAsync(_stopping.Token);
                sessions.RemoveAll(session => session.IsCompleted);
                sessions.Add(ServeAsync(client, await _free.WaitAsync(TimeSpan.Zero)));
            }
            catch (OperationCanceledException)
            {
                break;
            }
            catch (SocketException e)
            {
                // The client gave up before it was accepted
                LogConnectionFailed(e);
            }
        }

        await Task.WhenAll(sessions);
    }

    /// <summary>
    /// Ends our side and waits a little for the client's: closed with octets unread, the connection is reset, and the last reply
    /// may be lost with it.
    /// </summary>
    private async Task HangUpAsync(Socket client, NetworkStream stream)
    {
        using var late = new CancellationTokenSource(SmtpLimits.HangUp, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, _stopping.Token);
        var octets = new byte[4096];
        try
        {
            client.Shutdown(SocketShutdown.Send);
            var read = 1;
            for (var i = 0; i < SmtpLimits.HangUpReads && read > 0; i++)
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

    private async Task ServeAsync(Socket client, bool hasPlace)
    {
        try
        {
            await using var stream = new NetworkStream(client, ownsSocket: true);
            client.NoDelay = true;
            var connection = new SmtpConnection(stream, time);
            if (hasPlace)
            {
                await new SmtpSession(connection, store).RunAsync(_stopping.Token);
            }
            else
            {
                await connection.ReplyAsync("421 4.3.2 Too many connections", _stopping.Token);
            }

            // Before the client can see the end: the next one may come at once
            GiveBack(ref hasPlace);
            await HangUpAsync(client, stream);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The console stops; so does the client's conversation
        }
        catch (Exception e)
        {
            LogConnectionFailed(e);
        }
        finally
        {
            GiveBack(ref hasPlace);
        }
    }

    private void GiveBack(ref bool hasPlace)
    {
        if (hasPlace)
        {
            hasPlace = false;
            _free.Release();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The development mailbox takes mail on localhost, port {Port}; see /development-mailbox.")]
    private partial void LogListening(int port);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "The development mailbox takes no mail: port {Port} cannot be listened on ({Reason}). Stop the program that uses it, "
        + "or set DevelopmentMailbox:Port, and the port in deployment.toml, to a free one.")]
    private partial void LogPortFailed(int port, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A connection to the development mailbox failed.")]
    private partial void LogConnectionFailed(Exception exception);
}
