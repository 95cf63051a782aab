using System.Diagnostics;

namespace EmailConsole.Outbox;

/// <summary>A message that waits for an attempt.</summary>
/// <param name="Id">The message.</param>
/// <param name="TenantId">Whose.</param>
/// <param name="Priority">Who goes first.</param>
/// <param name="AcceptedAt">When it was accepted; its Date header.</param>
/// <param name="DueAt">When the attempt may start.</param>
/// <param name="ExpiresAt">From then on it must not be sent.</param>
/// <param name="Attempts">Attempts so far.</param>
/// <param name="InternetMessageId">Its Message-ID, without angle brackets.</param>
/// <param name="Size">Bytes on the wire, estimated.</param>
/// <param name="Recipients">Those still waiting, as SMTP carries them: the envelope of the attempt.</param>
public sealed record WaitingEmail(
    Guid Id,
    Guid TenantId,
    EmailPriority Priority,
    DateTimeOffset AcceptedAt,
    DateTimeOffset DueAt,
    DateTimeOffset ExpiresAt,
    int Attempts,
    string InternetMessageId,
    long Size,
    IReadOnlyList<string> Recipients)
{
    /// <summary>The request that brought it, for traces; default: it was not traced.</summary>
    public ActivityContext Trace { get; init; }
}
