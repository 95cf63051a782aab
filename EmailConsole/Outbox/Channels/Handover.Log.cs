namespace EmailConsole.Outbox.Channels;

internal sealed partial class Handover
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Sending message {Id} ended by an error of the console's own; it is tried again later.")]
    private partial void LogUnexpected(Exception exception, Guid id);
}
