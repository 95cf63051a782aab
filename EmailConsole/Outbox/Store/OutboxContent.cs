namespace EmailConsole.Outbox.Store;

/// <summary>Subject, bodies, headers and attachments of a message, encrypted; the row goes when the content is dropped.</summary>
public sealed class OutboxContent
{
    public Guid MessageId { get; init; }

    /// <summary>See <see cref="Content.ContentProtection"/>.</summary>
    public required byte[] Protected { get; init; }

    /// <summary>When it goes; null: with the message.</summary>
    public DateTimeOffset? DropAt { get; init; }
}
