namespace EmailConsole.Outbox.Store;

/// <summary>One recipient of a message, and what became of it.</summary>
public sealed class OutboxRecipient
{
    public Guid MessageId { get; init; }

    /// <summary>Within the message, from 0.</summary>
    public int Ordinal { get; init; }

    public Guid TenantId { get; init; }

    public RecipientKind Kind { get; init; }

    /// <summary>As SMTP carries it: without a name, the domain in lower-case A-labels.</summary>
    public required string Address { get; init; }

    /// <summary>The address in lower case (ASCII), by which it is found; the database computes it.</summary>
    public string NormalizedAddress { get; init; } = "";

    /// <summary>What follows the last @ of the address; the database computes it.</summary>
    public string Domain { get; init; } = "";

    public EmailState State { get; init; }

    /// <summary>The code of the server's last reply about this recipient.</summary>
    public int? ReplyCode { get; init; }

    /// <summary>The server's last words about this recipient, scrubbed; or the cause.</summary>
    public string? LastReply { get; init; }
}
