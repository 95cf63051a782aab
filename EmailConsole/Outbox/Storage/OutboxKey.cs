namespace EmailConsole.Outbox.Storage;

/// <summary>A used <c>Idempotency-Key</c>: its hash, so that no text of a caller is kept in clear, and what was answered.</summary>
public sealed class OutboxKey
{
    public Guid TenantId { get; init; }

    /// <summary>SHA-256.</summary>
    public required byte[] KeyHash { get; init; }

    /// <summary>SHA-256 of route and body.</summary>
    public required byte[] BodyHash { get; init; }

    /// <summary>The first answer's body.</summary>
    public required byte[] Answer { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }
}
