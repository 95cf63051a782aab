namespace EmailConsole.Hosting.Silo;

internal sealed partial class SiloStarter
{
    [LoggerMessage(Level = LogLevel.Critical, Message = "The part that sends mail (the silo) cannot start; it is tried again in 5 seconds.")]
    private partial void LogNotStarted(Exception exception);
}
