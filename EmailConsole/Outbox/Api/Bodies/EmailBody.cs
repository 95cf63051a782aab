using System.Text.Json;
using System.Text.Json.Serialization;
using EmailConsole.Outbox.History;
using EmailConsole.Rest.Reference;

namespace EmailConsole.Outbox.Api.Bodies;

/// <summary>A message and where it stands; never its content.</summary>
/// <param name="Id">The message.</param>
/// <param name="Status">Waiting as long as one recipient is, else the worst of what became of them.</param>
/// <param name="Priority">Who goes first.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
/// <param name="NextAttemptAt">When the next attempt comes: in its time, or when the pause of the provider ends; absent: none is to come.</param>
/// <param name="ExpiresAt">From then on it is not sent any more.</param>
/// <param name="FinishedAt">When the last recipient was done with; absent: not yet.</param>
/// <param name="MessageId">The header Message-ID, without angle brackets.</param>
/// <param name="Size">Bytes on the wire, estimated.</param>
/// <param name="AttemptCount">Attempts so far.</param>
/// <param name="Reply">The last attempt in short: the server's reply, or the cause.</param>
/// <param name="Metadata">The caller's own words.</param>
/// <param name="Recipients">In the order of the message.</param>
[NullsLeftOut]
internal record EmailBody(
    Guid Id,
    [property: JsonConverter(typeof(EnumName<EmailState>))] EmailState Status,
    [property: JsonConverter(typeof(EnumName<EmailPriority>))] EmailPriority Priority,
    DateTimeOffset AcceptedAt,
    DateTimeOffset? NextAttemptAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? FinishedAt,
    string MessageId,
    long Size,
    int AttemptCount,
    string? Reply,
    IReadOnlyDictionary<string, string>? Metadata,
    IReadOnlyList<RecipientBody> Recipients)
{
    public static EmailBody Of(EmailSummary email) => new(
        email.Id,
        email.State,
        email.Priority,
        email.AcceptedAt,
        email.NextAttemptAt,
        email.ExpiresAt,
        email.FinishedAt,
        email.InternetMessageId,
        email.Size,
        email.Attempts,
        email.LastReply,
        email.Metadata is { } metadata ? JsonSerializer.Deserialize(metadata, EmailJson.Default.IReadOnlyDictionaryStringString) : null,
        [.. email.Recipients.Select(RecipientBody.Of)]);
}
