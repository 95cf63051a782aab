using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Mime;
using MimeKit;

namespace EmailConsole.Outbox.Content;

/// <summary>What of a message is stored encrypted. A member that is not known any more is skipped: queued mail outlives an update.</summary>
internal sealed record StoredContent(
    string Subject,
    string? Text,
    string? Html,
    IReadOnlyList<StoredAddress> To,
    IReadOnlyList<StoredAddress>? Cc,
    IReadOnlyList<StoredAddress>? ReplyTo,
    IReadOnlyList<StoredHeader>? Headers,
    IReadOnlyList<StoredAttachment>? Attachments,
    IReadOnlyList<string>? Secrets = null)
{
    /// <summary>The one that stands in a message that a program wrote; null: the outbox has given it.</summary>
    public string? MessageId { get; init; }

    /// <summary>The message as a program wrote it, which is stored beside the rest as it is; null: it is made of what is said here.</summary>
    [JsonIgnore]
    public RawMessage? Raw { get; init; }

    public static StoredContent Of(OutgoingEmail email) => new(
        email.Subject,
        email.Text,
        email.Html,
        [.. email.Recipients.Select(StoredAddress.Of)],
        OrNull(email.Cc, StoredAddress.Of),
        OrNull(email.ReplyTo, StoredAddress.Of),
        OrNull(email.Headers, h => new StoredHeader(h.Name, h.Value)),
        OrNull(email.Attachments, a => new StoredAttachment(a.Name, a.ContentType, a.Content, a.ContentId)),
        OrNull(email.Secrets, s => s))
    {
        MessageId = email.Raw is null ? null : email.MessageId,
        Raw = email.Raw,
    };

    /// <summary>For the next attempt, to those who are still waiting.</summary>
    public OutgoingEmail For(WaitingEmail waiting) => new([.. To.Select(a => a.ToMailbox())], Subject, Text, Html)
    {
        Cc = [.. (Cc ?? []).Select(a => a.ToMailbox())],
        ReplyTo = [.. (ReplyTo ?? []).Select(a => a.ToMailbox())],
        Headers = [.. (Headers ?? []).Select(h => new OutgoingHeader(h.Name, h.Value))],
        Attachments = [.. (Attachments ?? []).Select(a => new OutgoingAttachment(a.Name, a.Type, a.Content, a.ContentId))],
        Secrets = Secrets ?? [],
        Envelope = [.. waiting.Recipients.Select(address => new MailboxAddress(null, address))],
        MessageId = waiting.InternetMessageId,
        Date = Raw is null ? waiting.AcceptedAt : null,
        Raw = Raw is null ? null : Named(Raw, waiting.InternetMessageId),
    };

    // Who resends to those who had it wants it to arrive again. What is signed keeps its own (see IOutboxStore.ResendAsync)
    private RawMessage Named(RawMessage raw, string id) => raw.IsSigned || MessageId is null || id == MessageId
        ? raw
        : raw with { Content = RawFields.ReplaceInPlace(raw.Content, "Message-ID"u8, Encoding.ASCII.GetBytes($"Message-ID: <{id}>\r\n")) };

    private static List<TTo>? OrNull<TFrom, TTo>(IReadOnlyList<TFrom> items, Func<TFrom, TTo> convert) =>
        items.Count == 0 ? null : [.. items.Select(convert)];
}

internal sealed record StoredAddress(string Address, string? Name)
{
    public static StoredAddress Of(MailboxAddress mailbox) => new(mailbox.Address, string.IsNullOrEmpty(mailbox.Name) ? null : mailbox.Name);

    public MailboxAddress ToMailbox() => new(Name, Address);
}

internal sealed record StoredHeader(string Name, string Value);

internal sealed record StoredAttachment(string Name, string Type, ReadOnlyMemory<byte> Content, string? ContentId = null);

[JsonSerializable(typeof(StoredContent))]
internal sealed partial class StoredContentJson : JsonSerializerContext
{
    /// <summary>Nobody shows it as HTML, so nothing is escaped but what JSON itself needs.</summary>
    public static StoredContentJson Compact { get; } = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    });
}
