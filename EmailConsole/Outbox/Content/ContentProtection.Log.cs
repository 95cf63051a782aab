namespace EmailConsole.Outbox.Content;

internal sealed partial class ContentProtection
{
    [LoggerMessage(Level = LogLevel.Error, Message = "The content of message {Id} cannot be decrypted: the key ring it was protected with is gone.")]
    private partial void LogUnreadable(Guid id, Exception exception);
}
