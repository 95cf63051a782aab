using System.Net;
using System.Net.Sockets;
using EmailConsole.SmtpServing;
using Microsoft.Extensions.Options;

namespace EmailConsole.DevelopmentMailbox;

/// <summary>Listens on loopback, and on nothing else. A port that is taken is said, does not stop the console, and is tried again until it is free.</summary>
internal sealed partial class MailboxListener(
    IOptions<DevelopmentMailboxOptions> options, DevelopmentMailboxState state, MailboxDoor door, TimeProvider time, ILogger<MailboxListener> logger) : BackgroundService, IAsyncDisposable
{
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly SmtpServer _server = new(door, time, logger);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Listen();
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);

        // A host may be stopped twice, the second time after it was disposed of
        if (state.Listener is not ListenerState.Stopped)
        {
            state.Listener = new ListenerState.Stopped();
            await _server.StopAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Dispose();
        await _server.DisposeAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (state.Listener is ListenerState.Failed && await timer.WaitForNextTickAsync(stoppingToken))
        {
            Listen();
        }
    }

    private void Listen()
    {
        var port = options.Value.Port;
        var before = state.Listener as ListenerState.Failed;
        try
        {
            var sockets = ListeningSockets.BindLoopback(port);
            var addresses = sockets.Select(socket => (IPEndPoint)socket.LocalEndPoint!).ToList();
            _server.Listen(sockets, SmtpTls.None);
            state.Listener = new ListenerState.Listening(addresses[0].Port, [.. addresses.Select(address => address.Address)]);
            if (before is not null)
            {
                LogPortFree(port);
            }

            LogListening(addresses[0].Port);
        }
        catch (SocketException e)
        {
            state.Listener = new ListenerState.Failed(port, e.Message);
            if (before?.Reason != e.Message)
            {
                LogPortFailed(port, e.Message, (int)Interval.TotalSeconds);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The development mailbox takes mail on localhost, port {Port}; see /development-mailbox.")]
    private partial void LogListening(int port);

    [LoggerMessage(Level = LogLevel.Information, Message = "Port {Port} is free now.")]
    private partial void LogPortFree(int port);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "The development mailbox takes no mail: port {Port} cannot be listened on ({Reason}). Stop the program that uses it: the port is tried again every {Seconds} seconds. "
        + "Or set DevelopmentMailbox:Port, and the port in deployment.toml, to a free one, and start the console again.")]
    private partial void LogPortFailed(int port, string reason, int seconds);
}
