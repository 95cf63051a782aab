using System.Net;
using System.Net.Sockets;
using EmailConsole.Cluster;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace EmailConsole.Hosting.Silo;

/// <summary>Whether other nodes can be called.</summary>
internal sealed class SiloReadiness
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when they can.</summary>
    public Task Started => _started.Task;

    public void SetStarted() => _started.TrySetResult();
}

/// <summary>
/// Starts the silo beside the console, not before it: the pages answer whatever the silo's state is. A silo starts once: where it could not, mail leaves
/// without it, and the process ends, for another one to be started, as soon as that one's silo can join.
/// </summary>
internal sealed partial class SiloStarter(
    [FromKeyedServices(SiloStarter.Silo)] IHostedService silo,
    INode node,
    SiloFaults faults,
    IOptions<EndpointOptions> endpoints,
    NodeCertificate certificate,
    SiloReadiness readiness,
    TimeProvider clock,
    ILogger<SiloStarter> logger)
    : BackgroundService
{
    /// <summary>The key of the silo itself.</summary>
    public const string Silo = "silo";

    // A silo that is broken off in its start does not leave the others as one that stops
    private static readonly TimeSpan ToFinishItsStart = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan ToStop = TimeSpan.FromSeconds(5);

    // Each takes the console's pages from people for a moment
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan ToConnect = TimeSpan.FromSeconds(2);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);

        // What is with servers ends after it, and needs the rest of the time
        using var patience = new CancellationTokenSource(ToStop, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            // Orleans writes into the database, whatever its token says
            await silo.StopAsync(end.Token).WaitAsync(end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The stop must not end as a crash. What is not recorded by now is sent again after the next start
            LogNotStopped();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The work of starting is long and partly synchronous
        await Task.Yield();
        using var starting = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        await using var ending = stoppingToken.Register(() => starting.CancelAfter(ToFinishItsStart));
        var isClosed = false;
        try
        {
            if (await JoinAsync(starting.Token))
            {
                readiness.SetStarted();
                if (!faults.BeforeStart.IsCompleted)
                {
                    return;
                }
            }
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            LogNotStarted(e);
            isClosed = e.GetBaseException() is SocketException
            {
                SocketErrorCode: SocketError.AddressAlreadyInUse or SocketError.AddressNotAvailable or SocketError.AccessDenied,
            };
        }

        do
        {
            await Task.Delay(BetweenLooks, clock, stoppingToken);
        }
        while (isClosed ? !IsFree(endpoints.Value) : !await OthersAnswerAsync(stoppingToken));
        faults.StartAnew();
    }

    private static bool IsFree(EndpointOptions own)
    {
        using var listener = new TcpListener(own.SiloListeningEndpoint ?? new IPEndPoint(own.AdvertisedIPAddress, own.SiloPort));
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <returns>
    /// False: it cannot join any more. The others, cut off from this node, have taken its silo for dead before it was among them, and the silo itself
    /// does not say so for minutes.
    /// </returns>
    private async Task<bool> JoinAsync(CancellationToken cancellationToken)
    {
        var start = silo.StartAsync(cancellationToken);
        await Task.WhenAny(start, faults.BeforeStart.WaitAsync(cancellationToken));
        if (faults.BeforeStart.IsCompleted)
        {
            return false;
        }

        cancellationToken.ThrowIfCancellationRequested();
        await start;
        return true;
    }

    /// <summary>
    /// Whether there are other nodes, and all can be connected to and have the same certificate: until then another start would end as this one, or be
    /// of no use.
    /// </summary>
    private async Task<bool> OthersAnswerAsync(CancellationToken cancellationToken)
    {
        var others = node.All.Where(other => other.Id != node.Id && other.Silo is not null);
        var answers = await Task.WhenAll(others.Select(other => AnswersAsync(other.Silo!, cancellationToken)));
        return answers.Length > 0 && !answers.Contains(false);
    }

    private async Task<bool> AnswersAsync(string address, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(ToConnect, clock);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync(IPEndPoint.Parse(address), bound.Token);
            await certificate.CheckAsync(socket.GetStream(), bound.Token);
            return true;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Nobody there, or somebody who is no node: whatever it is, it cannot be joined
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message =
        "The part by which nodes call each other (the silo) could not start: mail leaves without it, but the other nodes cannot call this one. It starts with this node's next start.")]
    private partial void LogNotStarted(Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The part by which nodes call each other (the silo) did not stop in the time that the host gives; the console stops without it.")]
    private partial void LogNotStopped();
}
