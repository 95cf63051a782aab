using EmailConsole.Events.Endpoints;

namespace EmailConsole.Events.Posting;

internal sealed partial class WebhookWorker
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhooks are not sent at present; it is tried again every second.")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What receivers of webhooks have answered could not be recorded.")]
    private partial void LogNotRecorded(Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "A webhook ended by an error of the console's own.")]
    private partial void LogUnexpected(Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhook endpoint {Id} of tenant {TenantId} was paused: {Why}.")]
    private partial void LogPaused(Guid id, Guid tenantId, PauseReason why);
}
