using System.Text.Json;
using System.Text.Json.Serialization;
using EmailConsole.Delivery;
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
        email.Reply,
        email.Metadata is { } metadata ? JsonSerializer.Deserialize(metadata, EmailJson.Default.IReadOnlyDictionaryStringString) : null,
        [.. email.Recipients.Select(RecipientBody.Of)]);
}

/// <summary>One recipient, and what became of them.</summary>
/// <param name="Address">As SMTP carries it.</param>
/// <param name="Kind">Where they stand in the message.</param>
/// <param name="Status">Theirs.</param>
/// <param name="ReplyCode">Of the server's last reply about them.</param>
/// <param name="Reply">The server's last words about them, or the cause.</param>
[NullsLeftOut]
internal sealed record RecipientBody(
    string Address,
    [property: JsonConverter(typeof(EnumName<RecipientKind>))] RecipientKind Kind,
    [property: JsonConverter(typeof(EnumName<EmailState>))] EmailState Status,
    int? ReplyCode,
    string? Reply)
{
    public static RecipientBody Of(EmailRecipient recipient) =>
        new(recipient.Address, recipient.Kind, recipient.State, recipient.ReplyCode, recipient.LastReply);
}

/// <summary>A message with all that was tried.</summary>
[NullsLeftOut]
internal sealed record EmailStoryBody : EmailBody
{
    private EmailStoryBody(EmailBody email)
        : base(email)
    {
    }

    /// <summary>The first one first.</summary>
    public required IReadOnlyList<AttemptBody> Attempts { get; init; }

    /// <summary>Whether the content is still stored: without it nothing can be resent.</summary>
    public required bool ContentStored { get; init; }

    public static EmailStoryBody Of(EmailStory story) => new(Of(story.Email))
    {
        Attempts = [.. story.Attempts.Select(AttemptBody.Of)],
        ContentStored = story.HasContent,
    };
}

/// <summary>One attempt to deliver.</summary>
/// <param name="Number">From 1.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="DurationMs">How long it took.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Stage">Where it failed. Of one that was delivered, but refused for some recipients by name: stage, kind, blame, cause and cure of the first of those.</param>
/// <param name="Kind">The class of the failure.</param>
/// <param name="Blame">Whose fault it is: the message, the recipient, the sender, the credentials, throttle (a limit), the provider, ours (the console's own).</param>
/// <param name="ReplyCode">The server's.</param>
/// <param name="EnhancedCode">RFC 3463, such as <c>4.7.0</c>.</param>
/// <param name="Reply">The server's own words.</param>
/// <param name="Cause">What happened and why.</param>
/// <param name="Cure">What to do.</param>
/// <param name="Provider">By which of the tenant's email providers, where it has several.</param>
[NullsLeftOut]
internal sealed record AttemptBody(
    int Number,
    DateTimeOffset StartedAt,
    double DurationMs,
    [property: JsonConverter(typeof(EnumName<AttemptOutcome>))] AttemptOutcome Outcome,
    [property: JsonConverter(typeof(EnumName<DeliveryStage>))] DeliveryStage? Stage,
    [property: JsonConverter(typeof(EnumName<DeliveryFailureKind>))] DeliveryFailureKind? Kind,
    [property: JsonConverter(typeof(EnumName<Blame>))] Blame? Blame,
    int? ReplyCode,
    string? EnhancedCode,
    string? Reply,
    string? Cause,
    string? Cure,
    string? Provider)
{
    public static AttemptBody Of(EmailAttempt attempt) => new(
        attempt.Number,
        attempt.StartedAt,
        Math.Round(attempt.Duration.TotalMilliseconds, 1),
        attempt.Outcome,
        attempt.Stage,
        attempt.Kind,
        attempt.Blame,
        attempt.ReplyCode,
        attempt.EnhancedCode,
        attempt.ServerText,
        attempt.Cause,
        attempt.Cure,
        attempt.ProviderName);
}

/// <summary>A page of messages.</summary>
/// <param name="Emails">Newest first.</param>
/// <param name="Next">The <c>cursor</c> of the page of older ones; absent: there are none. A page may be short and have a next one.</param>
[NullsLeftOut]
internal sealed record EmailPageBody(IReadOnlyList<EmailBody> Emails, string? Next);
