namespace EmailConsole.Hosting.Silo;

/// <summary>
/// The other nodes have taken this one's silo for dead, or it cannot go on: what is with a server ends, is recorded, and the process stops, for whoever watches over it to start it
/// again. What Orleans does by itself ends it at once, and what was delivered a moment before would go twice.
/// </summary>
internal sealed partial class SiloFaults(SiloReadiness silo, IHostApplicationLifetime lifetime, ILogger<SiloFaults> logger) : IFatalErrorHandler
{
    /// <summary>The exit code: EX_TEMPFAIL of sysexits.h.</summary>
    public const int StartAgain = 75;

    private readonly TaskCompletionSource _beforeStart = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the silo cannot come to its start in this process any more.</summary>
    public Task BeforeStart => _beforeStart.Task;

    /// <summary>Whether the process ends to be started again.</summary>
    public bool HasFailed { get; private set; }

    public bool IsUnexpected(Exception exception) => true;

    public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null)
    {
        if (!silo.Started.IsCompleted)
        {
            // Mail leaves without it
            LogNotStarted(exception, context);
            _beforeStart.TrySetResult();
            return;
        }

        LogFailed(exception, context);
        Stop();
    }

    /// <summary>Ends the process for another one, whose silo can join.</summary>
    public void StartAnew()
    {
        LogStartsAnew();
        Stop();
    }

    private void Stop()
    {
        HasFailed = true;
        lifetime.StopApplication();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The part by which nodes call each other (the silo) could not start. {Context}")]
    private partial void LogNotStarted(Exception? exception, string? context);

    [LoggerMessage(Level = LogLevel.Critical, Message =
        "The part by which nodes call each other (the silo) could not start, and what kept it from that is over: this node stops, and should be started again, which systemd or whoever runs containers does by itself.")]
    private partial void LogStartsAnew();

    [LoggerMessage(Level = LogLevel.Critical, Message =
        "The other nodes do not call this one any more (the silo): it stops, and should be started again, which systemd or whoever runs containers does by itself. {Context}")]
    private partial void LogFailed(Exception? exception, string? context);
}
