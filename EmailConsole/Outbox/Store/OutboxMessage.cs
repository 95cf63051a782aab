namespace EmailConsole.Outbox.Store;

/// <summary>
/// One message, without its content. Written by the store alone; pages read it, and never change it
/// past the store, because the counters are kept with it.
/// </summary>
public sealed class OutboxMessage
{
    /// <summary>Of <see cref="InternetMessageId"/>, in characters.</summary>
    public const int LongestMessageId = 320;

    /// <summary>Version 7: the order of ids is the order of acceptance.</summary>
    public Guid Id { get; init; }

    public Guid TenantId { get; init; }

    /// <summary>See <see cref="EmailStates.OfMessage"/>.</summary>
    public EmailState State { get; init; }

    public EmailPriority Priority { get; init; }

    public DateTimeOffset AcceptedAt { get; init; }

    /// <summary>From when on its delivery is wanted: its acceptance, the caller's <c>sendAt</c>, or the last resend. The time to delivery counts from here.</summary>
    public DateTimeOffset WantedAt { get; init; }

    /// <summary>Its sender's time, which was to come when it was accepted; null: it was to leave at once, or was resent.</summary>
    public DateTimeOffset? SendAt { get; init; }

    /// <summary>When the next attempt may start; null: none is to come.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>From then on it is not sent any more.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Whether the caller said when; else it is the limit of the retries.</summary>
    public bool HasOwnExpiry { get; init; }

    /// <summary>When the last recipient was done with; null: not yet.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The header, without angle brackets, the same at every attempt. One that a program wrote may stand in several messages.</summary>
    public required string InternetMessageId { get; init; }

    public int Attempts { get; init; }

    /// <summary>By which provider of its route the next attempt goes; see <see cref="RouteStep"/>.</summary>
    public RouteStep RouteStep { get; init; }

    /// <summary>The provider of the last attempt, where <see cref="RouteStep"/> says something of it.</summary>
    public Guid? RouteFrom { get; init; }

    /// <summary>
    /// Those that the pauses between attempts do not count: before the last resend, and those after which it went on at once by the next provider.
    /// </summary>
    public int AttemptsBefore { get; init; }

    /// <summary>Bytes on the wire, estimated at acceptance.</summary>
    public long Size { get; init; }

    /// <summary>Who handed it in, in words for a person: an API key's name, a username; null: not known.</summary>
    public string? AcceptedBy { get; init; }

    /// <summary>By which way it came.</summary>
    public EmailDoor Door { get; init; }

    /// <summary>The address in its From: what a program wrote, else of the provider of the last attempt; null: there was none.</summary>
    public string? FromAddress { get; init; }

    /// <summary>The caller's own words, a JSON object of texts; null: none.</summary>
    public string? Metadata { get; init; }

    /// <summary>The request that brought it, as a W3C <c>traceparent</c>; null: it was not traced.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The last attempt in short: the server's reply, or the cause.</summary>
    public string? LastReply { get; init; }

    /// <summary>Why it is not delivered, see <see cref="FailureCause"/>; null: it is, or was not tried yet, or was taken back.</summary>
    public string? Cause { get; init; }

    /// <summary>When it was last seen to fail; null: as <see cref="Cause"/>.</summary>
    public DateTimeOffset? FailedAt { get; init; }

    /// <summary>When somebody was last told that it is late; null: nobody was, since it was accepted or last resent.</summary>
    public DateTimeOffset? DelayToldAt { get; init; }

    /// <summary>Changes with every change of the row.</summary>
    public Guid Version { get; init; }

    public ICollection<OutboxRecipient> Recipients { get; } = [];

    public ICollection<OutboxAttempt> AttemptHistory { get; } = [];
}
