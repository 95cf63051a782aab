namespace EmailConsole.Events.Posting;

internal sealed partial class WebhookWorker
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhooks are not sent at present; it is tried again every second.")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "A webhook ended by an error of the console's own.")]
    private partial void LogUnexpected(Exception exception);
}
