namespace EmailConsole.Outbox.Store;

/// <summary>A used <c>Idempotency-Key</c>: its hash, so that no text of a caller is kept in clear, and what was answered.</summary>
public sealed class OutboxKey
{
    // The two hashes and what the rows of two indexes take
    private const int Frame = 128;

    public Guid TenantId { get; init; }

    /// <summary>SHA-256.</summary>
    public required byte[] KeyHash { get; init; }

    /// <summary>SHA-256 of route and body.</summary>
    public required byte[] BodyHash { get; init; }

    /// <summary>What was answered first, in short: see <see cref="Api.KeptAnswer"/>.</summary>
    public required byte[] Answer { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Bytes that a key takes, about.</summary>
    /// <param name="answer">Those of its <see cref="Answer"/>.</param>
    public static long Cost(long answer) => Frame + answer;
}
