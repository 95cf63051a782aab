namespace EmailConsole.Outbox;

/// <summary>Nothing was written: the disk is full, the database is locked or broken, or too much waits already. Worth another try.</summary>
public sealed class OutboxUnavailableException : Exception
{
    public OutboxUnavailableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
