namespace EmailConsole.Outbox.History;

/// <summary>A message as the history knows it, without its content.</summary>
/// <param name="Id">The message.</param>
/// <param name="TenantId">Whose.</param>
/// <param name="State">With <see cref="EmailState.Sending"/> where a lane is at it just now, and <see cref="EmailState.Scheduled"/> before its sender's time.</param>
/// <param name="Priority">Who goes first.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
/// <param name="DueAt">When the next attempt may start; null: none is to come.</param>
/// <param name="ExpiresAt">From then on it is not sent any more.</param>
/// <param name="FinishedAt">When the last recipient was done with; null: not yet.</param>
/// <param name="InternetMessageId">The header, without angle brackets.</param>
/// <param name="Attempts">So far, with those before a resend.</param>
/// <param name="Size">Bytes on the wire, estimated at acceptance.</param>
/// <param name="Metadata">The caller's own words, a JSON object of texts; null: none.</param>
/// <param name="LastReply">The last attempt in short: the server's reply, or the cause.</param>
/// <param name="Recipients">In the order of the message.</param>
public sealed record EmailSummary(
    Guid Id,
    Guid TenantId,
    EmailState State,
    EmailPriority Priority,
    DateTimeOffset AcceptedAt,
    DateTimeOffset? DueAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? FinishedAt,
    string InternetMessageId,
    int Attempts,
    long Size,
    string? Metadata,
    string? LastReply,
    IReadOnlyList<EmailRecipient> Recipients)
{
    /// <summary>From when on its delivery is wanted: its acceptance, the caller's <c>sendAt</c>, or the last resend.</summary>
    public DateTimeOffset WantedAt { get; init; }

    /// <summary>When the next attempt comes, at <see cref="DueAt"/> or when the provider's pause ends; null: none is to come.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>Who handed it in; null: not known.</summary>
    public string? AcceptedBy { get; init; }

    /// <summary>By which way it came.</summary>
    public EmailDoor Door { get; init; }

    /// <summary>The address in its From; null: it was not tried yet, and its provider's is to stand there.</summary>
    public string? From { get; init; }

    /// <summary>Whether its sender said until when; else it is the limit of the retries.</summary>
    public bool HasOwnExpiry { get; init; }

    /// <summary>Why it is not delivered; null: it is, or was not tried yet, or was taken back.</summary>
    public FailureCause? Cause { get; init; }

    /// <summary>
    /// Why it stands as it does, in short. Where some got it and others did not, it is the server's word about the others: what it said to those who got it
    /// explains nothing.
    /// </summary>
    public string? Reply => State is EmailState.Failed or EmailState.Retrying or EmailState.Expired
        ? Recipients.FirstOrDefault(r => r.State == State && r.LastReply is not null)?.LastReply ?? LastReply
        : LastReply;

    /// <summary>From <see cref="WantedAt"/> to the server's last word; null: it was not delivered (to everybody).</summary>
    public TimeSpan? TimeToDelivery => State == EmailState.Delivered && FinishedAt > WantedAt ? FinishedAt - WantedAt : null;

    /// <summary>Whether its sender's time for it is over: then nothing sends it again.</summary>
    public bool IsOverAt(DateTimeOffset now) => HasOwnExpiry && ExpiresAt <= now;
}
