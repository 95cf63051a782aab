using System.Net;
using System.Net.Sockets;
using EmailConsole.SmtpServing;
using Microsoft.Extensions.Options;

namespace EmailConsole.DevelopmentMailbox;

/// <summary>Listens on loopback, and on nothing else. A port that is taken is said and does not stop the console.</summary>
internal sealed partial class MailboxListener(
    IOptions<DevelopmentMailboxOptions> options, DevelopmentMailboxState state, MailboxDoor door, TimeProvider time, ILogger<MailboxListener> logger) : IHostedService, IAsyncDisposable
{
    private readonly SmtpServer _server = new(door, time, logger);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var port = options.Value.Port;
        try
        {
            var sockets = ListeningSockets.BindLoopback(port);
            var addresses = sockets.Select(socket => (IPEndPoint)socket.LocalEndPoint!).ToList();
            _server.Listen(sockets, SmtpTls.None);
            state.Listener = new ListenerState.Listening(addresses[0].Port, [.. addresses.Select(address => address.Address)]);
            LogListening(addresses[0].Port);
        }
        catch (SocketException e)
        {
            state.Listener = new ListenerState.Failed(port, e.Message);
            LogPortFailed(port, e.Message);
        }

        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // A host may be stopped twice, the second time after it was disposed of
        if (state.Listener is not ListenerState.Stopped)
        {
            state.Listener = new ListenerState.Stopped();
            await _server.StopAsync(cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [LoggerMessage(Level = LogLevel.Information, Message = "The development mailbox takes mail on localhost, port {Port}; see /development-mailbox.")]
    private partial void LogListening(int port);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "The development mailbox takes no mail: port {Port} cannot be listened on ({Reason}). Stop the program that uses it, "
        + "or set DevelopmentMailbox:Port, and the port in deployment.toml, to a free one.")]
    private partial void LogPortFailed(int port, string reason);
}
