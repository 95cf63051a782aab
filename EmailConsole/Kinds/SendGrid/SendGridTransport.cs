using System.Text.Json;
using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Kinds.Http;

namespace EmailConsole.Kinds.SendGrid;

/// <summary>POST /v3/mail/send; what a key may do: GET /v3/scopes.</summary>
internal sealed class SendGridTransport(ApiSender sender) : ApiTransport(sender)
{
    /// <summary>They are set by its own members, or by SendGrid.</summary>
    private static readonly HashSet<string> RefusedHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "x-sg-id", "x-sg-eid", "received", "dkim-signature", "Content-Type", "Content-Transfer-Encoding", "To", "From", "Subject", "Reply-To", "CC", "BCC",
    };

    private static readonly ErrorRow MayNotSend = new(
        Blame.Credentials, true, "SendGrid knows the key, but it may not send mail.", "Give the key the permission Mail Send in SendGrid, or use one that has it.");

    public override string Kind => SendGridKind.Id;

    public override string Name => "SendGrid";

    public override IReadOnlyList<ErrorRow> Errors { get; } =
    [
        new(Blame.Throttle, true, "The plan at SendGrid is used up: it has no credits left.", "Upgrade the plan at SendGrid, or wait for its next period.") { Statuses = [401, 403, 429], Words = ["maximum credits exceeded"] },
        new(Blame.Credentials, true, "SendGrid does not know this key: it is wrong or was revoked, or a key of the EU is used with the region Global, or the other way round.",
            "Enter a valid API key, and choose the region that it was made in.") { Statuses = [401], Words = ["invalid, expired, or revoked"] },
        new(Blame.Credentials, true, "The key may not send mail, or the account is under review.", "Give the key the permission Mail Send; else ask SendGrid's support about the account.")
        {
            Statuses = [401, 403], Words = ["not authorized to send mail", "access forbidden"],
        },
        new(Blame.Sender, true, "SendGrid does not let this account send as {from}: neither the address nor its domain is verified there.",
            "Verify {from} or its domain under Settings > Sender Authentication in SendGrid.") { Statuses = [403], Words = ["verified sender identity"] },
        new(Blame.Recipient, true, "SendGrid refused a recipient's address.", "Correct the address that its words name.") { Statuses = [400], Words = ["personalizations"] },
        new(Blame.Sender, true, "SendGrid refused the sender {from}.", "Check From Address, Display Name and Reply-To Address.") { Statuses = [400], Words = ["from", "reply_to"] },
        new(Blame.Message, true, "SendGrid refused this message.", "Its own words name the part that is wrong.") { Statuses = [400] },
        new(Blame.Message, true, "The message is larger than SendGrid takes (30 MB with its attachments).", "Send a smaller message.") { Statuses = [413] },
        new(Blame.Throttle, false, "SendGrid takes no more for now: its rate for this account is reached.", "Lower Messages per Minute, if it comes back often.") { Statuses = [429] },
    ];

    public override ApiCheck CheckFor(EmailProviderSettings settings) => new ApiCheck.ByRequest(
        provider => ApiRequest.Get(new Uri(AddressFor(provider), "/v3/scopes"), ApiRequest.Bearer(provider.SecretOf(SendGridKind.ApiKey))), ReadScopes);

    public override Uri AddressFor(ProviderInForce provider) => new(
        provider.Settings.Values[SendGridKind.Region] == SendGridKind.Europe ? "https://api.eu.sendgrid.com/v3/mail/send" : "https://api.sendgrid.com/v3/mail/send");

    public override ApiRequest CreateRequest(ApiDelivery delivery)
    {
        var message = delivery.Message;
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

        // The same address twice is refused, also in different lists
        List<Dictionary<string, object?>>? List(IReadOnlyList<ApiMailbox> mailboxes) => mailboxes.Where(m => taken.Add(m.Address)).Select(Mailbox).ToList() is { Count: > 0 } some ? some : null;
        var body = new Dictionary<string, object?>
        {
            ["personalizations"] = new[] { JsonBody.Object(("to", List(message.To)), ("cc", List(message.Cc)), ("bcc", List(message.Bcc))) },
            ["from"] = Mailbox(new ApiMailbox(message.From, message.FromName)),
            ["reply_to_list"] = message.ReplyTo.Count > 0 ? message.ReplyTo.Select(Mailbox).ToList() : null,
            ["subject"] = message.Subject,
            ["content"] = Contents(message),
            ["attachments"] = message.Attachments.Count == 0 ? null : message.Attachments.Select(a => JsonBody.Object(
                ("content", a.Base64),
                ("type", a.File.ContentType),
                ("filename", a.File.Name),
                ("disposition", a.IsInline ? "inline" : "attachment"),
                ("content_id", a.File.ContentId))).ToList(),
            ["headers"] = Headers(message),
            ["tracking_settings"] = new Dictionary<string, object?>
            {
                ["click_tracking"] = new { enable = false, enable_text = false },
                ["open_tracking"] = new { enable = false },
            },
        };
        return JsonBody.Request(AddressFor(delivery.Provider), body, ApiRequest.Bearer(delivery.Secret(SendGridKind.ApiKey)));
    }

    public override ApiAcceptance? ReadAcceptance(ApiAnswer answer, ApiDelivery delivery) =>
        answer.Status == 202 ? new ApiAcceptance(answer.Header("X-Message-Id")) : null;

    public override ApiError ReadError(ApiAnswer answer)
    {
        var errors = answer.Json.ItemsAt("errors").ToList();
        return new ApiError(
            answer.Status,
            null,
            errors.Count > 0 ? string.Join(" ", errors.Select(e => e.TextAt("message")).Where(t => t is { Length: > 0 })) : answer.PlainText,
            errors.Select(e => e.TextAt("field")).FirstOrDefault(f => f is { Length: > 0 }));
    }

    private static CheckFinding? ReadScopes(ApiAnswer answer, ProviderInForce provider)
    {
        List<string> scopes = [.. answer.Json.ItemsAt("scopes").Where(s => s.ValueKind == JsonValueKind.String).Select(s => s.GetString()!)];
        return !answer.IsSuccess || scopes.Count == 0 ? null
            : scopes.Contains("mail.send") ? new CheckFinding.Accepted("The key may send mail.")
            : new CheckFinding.Refused(MayNotSend, new ApiError(answer.Status, null, $"it may: {string.Join(", ", scopes)}"));
    }

    private static Dictionary<string, object?> Mailbox(ApiMailbox mailbox) => JsonBody.Object(("email", mailbox.Address), ("name", mailbox.Name));

    // In this order; an empty one is refused
    private static List<object> Contents(ApiMessage message)
    {
        List<object> contents = [];
        if (message.Text is { Length: > 0 } text)
        {
            contents.Add(new { type = "text/plain", value = text });
        }

        if (message.Html is { Length: > 0 } html)
        {
            contents.Add(new { type = "text/html", value = html });
        }

        if (contents.Count == 0)
        {
            contents.Add(new { type = "text/plain", value = " " });
        }

        return contents;
    }

    private static Dictionary<string, object?> Headers(ApiMessage message) => JsonBody.Object(
    [
        .. message.Headers.Where(h => !RefusedHeaders.Contains(h.Name)).DistinctBy(h => h.Name, StringComparer.OrdinalIgnoreCase).Select(h => (h.Name, (object?)h.Value)),
        ("Message-ID", $"<{message.MessageId}>"),
    ]);
}
