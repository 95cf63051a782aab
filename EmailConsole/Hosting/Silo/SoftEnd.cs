namespace EmailConsole.Hosting.Silo;

/// <summary>
/// The others have taken this node's silo for dead, and it cannot come back in this process. Orleans would end the process on the spot, with what is under way
/// and not recorded: this stops the console as a person does, for whoever started it to start it again.
/// </summary>
internal sealed partial class SoftEnd(IHostApplicationLifetime lifetime, ILogger<SoftEnd> logger) : IFatalErrorHandler
{
    /// <summary>EX_TEMPFAIL of sysexits.h: start it again.</summary>
    public const int StartAgain = 75;

    private int _hasEnded;

    public bool IsUnexpected(Exception exception) => exception is not (ObjectDisposedException or OperationCanceledException);

    public void OnFatalException(object? sender, string? context = null, Exception? exception = null)
    {
        if (Interlocked.Exchange(ref _hasEnded, 1) == 0)
        {
            LogEnds(context, exception);
            Environment.ExitCode = StartAgain;
            lifetime.StopApplication();
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "The other nodes cannot reach this one and go on without it, so it stops, with exit code 75: it is to be started again. {Context}")]
    private partial void LogEnds(string? context, Exception? exception);
}
