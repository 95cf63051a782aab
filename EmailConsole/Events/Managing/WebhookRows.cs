using EmailConsole.Events.Endpoints;
using EmailConsole.Events.Queue;

namespace EmailConsole.Events.Managing;

/// <summary>An endpoint, as listed.</summary>
/// <param name="Id">Which.</param>
/// <param name="Url">Where.</param>
/// <param name="Types">What it is told.</param>
/// <param name="PausedAt">Null: it is told.</param>
/// <param name="PausedWhy">Where it is paused.</param>
/// <param name="FailingSince">Null: it answered well last, or nothing was sent yet.</param>
/// <param name="FailingWhy">What came of the last attempt, where it fails; null: not known.</param>
/// <param name="LastSuccessAt">Null: never.</param>
/// <param name="PreviousUntil">Until then is signed by the secret before as well; null: there is none.</param>
/// <param name="CreatedAt">When it was added.</param>
/// <param name="CreatedBy">By whom: a username in full.</param>
/// <param name="Version">For a change of what was seen.</param>
public sealed record EndpointRow(
    Guid Id,
    string Url,
    EventTypes Types,
    DateTimeOffset? PausedAt,
    PauseReason PausedWhy,
    DateTimeOffset? FailingSince,
    string? FailingWhy,
    DateTimeOffset? LastSuccessAt,
    DateTimeOffset? PreviousUntil,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    Guid Version)
{
    /// <summary>Of the last 24 hours: answered well.</summary>
    public long Delivered { get; init; }

    /// <summary>Of the last 24 hours: all that was tried.</summary>
    public long Tried { get; init; }

    /// <summary>An attempt is to come.</summary>
    public long Waiting { get; init; }

    /// <summary>Of its deliveries the one that was handed on last; null: there is none.</summary>
    public Guid? Newest { get; init; }

    public bool IsPaused => PausedAt is not null;

    public static EndpointRow Of(WebhookEndpoint e, DateTimeOffset now) => new(
        e.Id, e.Url, e.Types, e.PausedAt, e.PausedWhy, e.FailingSince, e.FailingWhy, e.LastSuccessAt, e.PreviousUntil > now ? e.PreviousUntil : null, e.CreatedAt, e.CreatedBy, e.Version);
}

/// <summary>A delivery, as listed.</summary>
/// <param name="Id">Which.</param>
/// <param name="EventId">As the receiver knows it.</param>
/// <param name="Type">Of the event.</param>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Attempts">So far.</param>
/// <param name="DueAt">When the next one comes; null: none.</param>
/// <param name="TriedAt">When the last one began; null: there was none.</param>
/// <param name="Duration">Of the last one.</param>
/// <param name="Status">Of the last one; null: no answer.</param>
internal sealed record DeliveryRow(
    Guid Id,
    Guid EventId,
    EventTypes Type,
    DateTimeOffset OccurredAt,
    WebhookState State,
    int Attempts,
    DateTimeOffset? DueAt,
    DateTimeOffset? TriedAt,
    TimeSpan? Duration,
    int? Status);

/// <summary>What has become of deliveries that are shown already.</summary>
/// <param name="Shown">Those of them that are kept, the newest first.</param>
/// <param name="New">How many would be shown besides, up to <see cref="MostNew"/>.</param>
internal sealed record DeliveryNews(IReadOnlyList<DeliveryRow> Shown, int New)
{
    public const int MostNew = 100;
}

/// <summary>What is read of one delivery.</summary>
/// <param name="Row">As listed.</param>
/// <param name="Answer">The beginning of what was answered; null: nothing.</param>
/// <param name="Problem">Why it is no good answer; null: it is, or there was no attempt.</param>
/// <param name="Body">As it is sent.</param>
/// <param name="MessageId">The message that it is about; null: it is about none, or it is not kept any more.</param>
/// <param name="Failing">Where it waits for an endpoint that does not answer well; null: it does not.</param>
internal sealed record DeliveryStory(DeliveryRow Row, string? Answer, string? Problem, string Body, Guid? MessageId, FailingEndpoint? Failing);

/// <summary>An endpoint that does not answer well: it is tried with one event at a time, the one that is due first before the others.</summary>
/// <param name="Why">What came of the last attempt; null: not known.</param>
/// <param name="NextTry">Of any event; null: another node sends, and knows.</param>
internal sealed record FailingEndpoint(string? Why, DateTimeOffset? NextTry);

/// <summary>What a page of the webhooks shows.</summary>
/// <param name="Endpoints">The oldest first.</param>
/// <param name="MayEdit">Whoever asks is an administrator.</param>
internal sealed record WebhookList(IReadOnlyList<EndpointRow> Endpoints, bool MayEdit);
