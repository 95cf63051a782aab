using EmailConsole.Outbox;

namespace EmailConsole.Events;

/// <summary>What a tenant's programs may be told of. The numbers are stored; those of messages are 1 shifted by their <see cref="EmailEventKind"/>.</summary>
[Flags]
public enum EventTypes
{
    None = 0,
    EmailAccepted = 1,
    EmailDelayed = 2,
    EmailDelivered = 4,
    EmailFailed = 8,
    EmailExpired = 16,
    EmailCancelled = 32,
    ProviderFailing = 64,
    ProviderRecovered = 128,

    /// <summary>Sent by a button, to whoever it is for alone.</summary>
    WebhookTest = 256,
}

/// <summary>A type that can be chosen.</summary>
/// <param name="Type">One alone.</param>
/// <param name="Name">As receivers read it.</param>
/// <param name="Words">When it is told.</param>
internal sealed record EventTypeRow(EventTypes Type, string Name, string Words);

internal static class EventTypeNames
{
    /// <summary>What an endpoint is told unless it is said otherwise: all but every acceptance.</summary>
    public const EventTypes Usual = EventTypes.EmailDelayed | EventTypes.EmailDelivered | EventTypes.EmailFailed | EventTypes.EmailExpired
        | EventTypes.EmailCancelled | EventTypes.ProviderFailing | EventTypes.ProviderRecovered;

    /// <summary>What may be chosen, in the order of a message's life.</summary>
    public static IReadOnlyList<EventTypeRow> All { get; } =
    [
        new(EventTypes.EmailAccepted, "email.accepted", "A message was accepted"),
        new(EventTypes.EmailDelayed, "email.delayed", "A message must be tried again; told once an hour at most"),
        new(EventTypes.EmailDelivered, "email.delivered", "The provider's server took a message"),
        new(EventTypes.EmailFailed, "email.failed", "A message was refused for good"),
        new(EventTypes.EmailExpired, "email.expired", "A message's time ran out"),
        new(EventTypes.EmailCancelled, "email.cancelled", "A message was taken back"),
        new(EventTypes.ProviderFailing, "provider.failing", "An email provider of yours fails"),
        new(EventTypes.ProviderRecovered, "provider.recovered", "It works again"),
    ];

    /// <summary>Whether one of these is among them.</summary>
    public static bool HasAny(this EventTypes types, EventTypes any) => (types & any) != EventTypes.None;

    public static EventTypes Of(EmailEventKind kind) => (EventTypes)(1 << (int)kind);

    public static string NameOf(EventTypes type) =>
        type == EventTypes.WebhookTest ? "webhook.test" : All.FirstOrDefault(row => row.Type == type)?.Name ?? type.ToString();
}
