using System.Text.Encodings.Web;
using System.Text.Json;
using EmailConsole.Delivery;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Store;
using EmailConsole.Persistence;

namespace EmailConsole.Events.Queue;

/// <summary>
/// The bodies of events: type, time and data. Never a subject, a text or a header; always below 20 KB, which Standard Webhooks asks for: what is too
/// much is left out, and read where the link leads.
/// </summary>
internal static class EventBodies
{
    /// <summary>Beyond it, a count and a link stand in their place.</summary>
    public const int MaxRecipients = 50;

    private const int MaxBytes = 20_000;

    // Replies and causes are shown as they are: nobody puts this into a page
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Of(EmailFact fact)
    {
        byte[] body = [];
        for (var detail = Detail.All; detail <= Detail.WithoutMetadata; detail++)
        {
            body = Write(EventTypeNames.Of(fact.Event.Kind), fact.Event.OccurredAt, json => WriteData(json, fact, detail));
            if (body.Length <= MaxBytes)
            {
                return body;
            }
        }

        return body;
    }

    public static byte[] Of(EventTypes type, DateTimeOffset at, Action<Utf8JsonWriter> data) => Write(type, at, data);

    /// <returns>The message that it tells of; null: it tells of none.</returns>
    public static Guid? EmailOf(byte[] body)
    {
        using var json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty("data").TryGetProperty("emailId", out var id) ? id.GetGuid() : null;
    }

    private static byte[] Write(EventTypes type, DateTimeOffset at, Action<Utf8JsonWriter> data)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteString("type", EventTypeNames.NameOf(type));
            json.WriteString("timestamp", at);
            json.WriteStartObject("data");
            data(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void WriteData(Utf8JsonWriter json, EmailFact fact, Detail detail)
    {
        var (happened, message) = (fact.Event, fact.Message);
        var state = EmailStates.OfMessage(happened.States.Select(s => (EmailState)s));
        json.WriteString("emailId", happened.MessageId);
        json.WriteString("tenant", fact.Domain);
        json.WriteString("state", NameOf(state));
        json.WriteNumber("sequence", happened.OccurredAt.ToMicroseconds());
        json.WriteString("occurredAt", happened.OccurredAt);
        json.WriteNumber("attempts", happened.Attempts);
        if (message is not null)
        {
            json.WriteString("messageId", message.InternetMessageId);
            json.WriteString("acceptedAt", message.AcceptedAt);
            if (message.AcceptedBy is { } by)
            {
                json.WriteString("acceptedBy", by);
            }

            if (message.Metadata is { } metadata && detail < Detail.WithoutMetadata)
            {
                json.WritePropertyName("metadata");
                json.WriteRawValue(metadata);
            }
        }

        WriteRecipients(json, fact, detail);
        if (happened.Kind is EmailEventKind.Delayed or EmailEventKind.Failed or EmailEventKind.Expired)
        {
            WriteFailure(json, fact);
        }
    }

    private static void WriteRecipients(Utf8JsonWriter json, EmailFact fact, Detail detail)
    {
        var states = fact.Event.States;
        json.WriteNumber("recipientCount", states.Length);
        if (states.Length > MaxRecipients || detail >= Detail.WithoutRecipients || fact.Message is null)
        {
            json.WriteString("link", $"/t/{fact.Domain}/api/v1/emails/{fact.Event.MessageId}");
            return;
        }

        json.WriteStartArray("recipients");
        foreach (var recipient in fact.Recipients.Where(r => r.Ordinal < states.Length))
        {
            var state = (EmailState)states[recipient.Ordinal];
            json.WriteStartObject();
            json.WriteString("address", recipient.Address);
            json.WriteString("state", NameOf(state));

            // What was said later about what became of them later is told by its own event
            if (recipient.State == state && recipient.ReplyCode is { } code)
            {
                json.WriteNumber("replyCode", code);
            }

            if (recipient.State == state && recipient.LastReply is { } reply && detail < Detail.WithoutReplies)
            {
                json.WriteString("reply", reply);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // Of a provider that is not the tenant's own it reads stage and kind, here as everywhere
    private static void WriteFailure(Utf8JsonWriter json, EmailFact fact)
    {
        if (fact.Attempt is not { Kind: { } kind, Stage: { } stage } attempt)
        {
            WriteCause(json, fact.Message);
            return;
        }

        var hidden = attempt.Blame is { } blame ? InheritedFailure.WordsFor(stage, kind, blame, attempt.ProviderOwner, fact.Event.TenantId) : null;
        WriteFailure(json, kind, stage, hidden ?? attempt.Cause, hidden is null ? attempt.Cure : InheritedFailure.Cure);
    }

    /// <summary>Why, and what to do.</summary>
    public static void WriteFailure(Utf8JsonWriter json, DeliveryFailureKind kind, DeliveryStage stage, string? cause, string? cure)
    {
        json.WriteStartObject("failure");
        json.WriteString("kind", NameOf(kind));
        json.WriteString("stage", NameOf(stage));
        json.WriteString("cause", cause);
        if (cure is not null)
        {
            json.WriteString("cure", cure);
        }

        json.WriteEndObject();
    }

    // No attempt failed as a whole: some recipients were refused, or its time ran out before the first
    private static void WriteCause(Utf8JsonWriter json, OutboxMessage? message)
    {
        if (FailureCause.Parse(message?.Cause) is not { } cause)
        {
            return;
        }

        json.WriteStartObject("failure");
        json.WriteString("kind", cause.Kind is { } kind ? NameOf(kind) : FailureCause.OutOfTimeText);
        if (cause.Kind is not null)
        {
            json.WriteString("stage", NameOf(cause.Stage));
        }

        json.WriteEndObject();
    }

    private static string NameOf<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private enum Detail
    {
        All,
        WithoutReplies,
        WithoutRecipients,
        WithoutMetadata,
    }
}
