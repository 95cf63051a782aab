using EmailConsole.Delivery;
using EmailConsole.Delivery.Mime;

namespace EmailConsole.Kinds.Http;

/// <summary>
/// A message for an API that makes headers and envelope of the same lists: who is in To or Cc and gets nothing by this attempt is left
/// out, and who gets it without being named there is in <see cref="Bcc"/>.
/// </summary>
internal sealed record ApiMessage
{
    /// <summary>Where the service gives messages an id of its own, this still leads back to ours.</summary>
    public const string IdHeader = "X-EmailConsole-Id";

    /// <summary>What <c>Auto-Submitted</c> says of a message that is made here.</summary>
    public const string Automatic = "auto-generated";

    /// <summary>As the wire carries it.</summary>
    public required string From { get; init; }

    /// <summary>Null: the address alone.</summary>
    public string? FromName { get; init; }

    /// <summary>Empty with <see cref="Grouping.Envelope"/> alone.</summary>
    public required IReadOnlyList<ApiMailbox> To { get; init; }

    public IReadOnlyList<ApiMailbox> Cc { get; init; } = [];

    public IReadOnlyList<ApiMailbox> Bcc { get; init; } = [];

    public IReadOnlyList<ApiMailbox> ReplyTo { get; init; } = [];

    public required string Subject { get; init; }

    public string? Text { get; init; }

    public string? Html { get; init; }

    /// <summary>The caller's, and those by which readers and programs know an automatic message and its id.</summary>
    public required IReadOnlyList<OutgoingHeader> Headers { get; init; }

    public required IReadOnlyList<ApiAttachment> Attachments { get; init; }

    /// <summary>Without angle brackets.</summary>
    public required string MessageId { get; init; }

    public IEnumerable<ApiMailbox> Recipients => [.. To, .. Cc, .. Bcc];

    /// <param name="email">As the caller wants it.</param>
    /// <param name="addresses">Everybody whom it names.</param>
    /// <param name="messageId">Without angle brackets.</param>
    /// <param name="grouping">How many may share a request.</param>
    /// <returns>One for each request.</returns>
    public static IReadOnlyList<ApiMessage> Of(
        OutgoingEmail email, MessageAddresses addresses, string messageId, Grouping grouping)
    {
        var waiting = addresses.Envelope.Select(r => r.Address).ToHashSet(StringComparer.OrdinalIgnoreCase);
        List<ApiMailbox> Take(IEnumerable<WireAddress> from) =>
            [.. from.Where(r => waiting.Remove(r.Address)).Select(r => new ApiMailbox(r.Address, r.Mailbox.Name is { Length: > 0 } name ? name : null))];

        var (to, cc) = (Take(addresses.To), Take(addresses.Cc));
        var bcc = Take(addresses.Envelope);
        var shown = email.Html is not null && email.Attachments.Any(a => a.ContentId is not null) ? ContentIds.ReferredToIn(email.Html) : new HashSet<string>();
        var message = new ApiMessage
        {
            From = addresses.From.Address,
            FromName = addresses.From.Mailbox.Name,
            To = to,
            Cc = cc,
            Bcc = bcc,
            ReplyTo = [.. addresses.ReplyTo.Select(r => new ApiMailbox(r.Address, r.Mailbox.Name is { Length: > 0 } name ? name : null))],
            Subject = email.Subject,
            Text = email.Text,
            Html = email.Html,
            Headers = [.. HeadersOf(email, Automatic, messageId)],
            Attachments = [.. email.Attachments.Select(a => new ApiAttachment(a, a.ContentId is { } id && shown.Contains(id)))],
            MessageId = messageId,
        };
        return grouping switch
        {
            Grouping.Envelope => [message],
            Grouping.Each => [.. message.Recipients.Select(r => message with { To = [r], Cc = [], Bcc = [] })],
            _ when to.Count > 0 => [message],
            _ when cc.Count > 0 => [message with { To = cc, Cc = [] }],
            _ => [.. bcc.Select(r => message with { To = [r], Bcc = [] })],
        };
    }

    /// <param name="email">With its own.</param>
    /// <param name="automatic">What <c>Auto-Submitted</c> says (RFC 3834); null: it is not there.</param>
    /// <param name="messageId">Without angle brackets.</param>
    public static IEnumerable<OutgoingHeader> HeadersOf(OutgoingEmail email, string? automatic, string messageId) =>
    [
        .. email.Headers,
        .. automatic is null ? Array.Empty<OutgoingHeader>() : [new OutgoingHeader("Auto-Submitted", automatic)],
        new OutgoingHeader(IdHeader, messageId),
    ];
}

/// <summary>Who shares a request.</summary>
internal enum Grouping
{
    /// <summary>Everybody; an API that wants somebody in To gets one request for each blind recipient, where those alone are left.</summary>
    Lists = 0,

    /// <summary>Everybody, in To or not.</summary>
    Envelope = 1,

    /// <summary>Nobody: one recipient a request.</summary>
    Each = 2,
}

/// <param name="Address">As the wire carries it.</param>
/// <param name="Name">Null: none.</param>
internal sealed record ApiMailbox(string Address, string? Name)
{
    /// <summary>As it stands in a header: <c>"Name" &lt;address&gt;</c>; the name in its own characters.</summary>
    public override string ToString() => Name is null
        ? Address
        : $"\"{Name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\" <{Address}>";
}

/// <param name="File">Its bytes, name and type.</param>
/// <param name="IsInline">Whether the HTML shows it.</param>
internal sealed record ApiAttachment(OutgoingAttachment File, bool IsInline)
{
    public string Base64 => Convert.ToBase64String(File.Content.Span);
}
