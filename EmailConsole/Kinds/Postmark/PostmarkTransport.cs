using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Kinds.Http;

namespace EmailConsole.Kinds.Postmark;

/// <summary>POST /email; whose token it is: GET /server.</summary>
internal sealed class PostmarkTransport(ApiSender sender) : ApiTransport(sender)
{
    private const string Inactive = "406";

    private static readonly Uri Address = new("https://api.postmarkapp.com/email");
    private static readonly Uri Server = new("https://api.postmarkapp.com/server");

    public override string Kind => PostmarkKind.Id;

    public override string Name => "Postmark";

    public override IReadOnlyList<ErrorRow> Errors { get; } =
    [
        new(Blame.Credentials, true, "Postmark does not know this server token.", "Enter the Server API token of the Postmark server, not the account's.") { Codes = ["10"] },
        new(Blame.Recipient, true, "Postmark refused a recipient's address.", "Correct the address that its words name.") { Codes = ["300"], Words = ["'To'", "'Cc'", "'Bcc'"] },
        new(Blame.Sender, true, "Postmark refused the sender {from}.", "Check From Address, Display Name and Reply-To Address.") { Codes = ["300"], Words = ["'From'", "'ReplyTo'"] },
        new(Blame.Message, true, "Postmark refused this message.", "Its own words name the part that is wrong.") { Codes = ["300", "402", "403", "409", "410", "411"] },
        new(Blame.Sender, true, "Postmark has no confirmed sender signature for {from}.", "Confirm {from} or verify its domain under Sender Signatures in Postmark.") { Codes = ["400", "401"] },
        new(Blame.Throttle, true, "The account at Postmark has no credit left, or may not send.", "See the account's plan and state in Postmark.") { Codes = ["405"] },
        new(Blame.Credentials, true, "Postmark holds the account back: it is pending approval, or blocked.", "Ask Postmark's support; until then a pending account sends to addresses of its own domain only.") { Codes = ["412", "413"] },
        new(Blame.Recipient, true, "The recipient bounced or complained before, and Postmark sends nothing there any more.", "Reactivate the address in Postmark, if it is right.") { Codes = [Inactive] },
        new(Blame.Provider, false, "Postmark is down for maintenance, and took nothing.", null) { Codes = ["100"] },
        new(Blame.Credentials, true, "Postmark does not know this server token.", "Enter the Server API token of the Postmark server, not the account's.") { Statuses = [401] },
        new(Blame.Provider, false, "A filter in the network answered in Postmark's place: the request did not reach it.", "See whether this console may reach api.postmarkapp.com.") { Statuses = [403] },
        new(Blame.Throttle, false, "Postmark takes no more for now: its rate for this server is reached.", "Lower Messages per Minute, if it comes back often.") { Statuses = [429] },
    ];

    public override ApiCheck CheckFor(EmailProviderSettings settings) => new ApiCheck.ByRequest(
        provider => ApiRequest.Get(Server, ("X-Postmark-Server-Token", provider.SecretOf(PostmarkKind.Token))), ReadServer);

    public override Uri AddressFor(ProviderInForce provider) => Address;

    public override ApiRequest CreateRequest(ApiDelivery delivery)
    {
        var message = delivery.Message;
        return JsonBody.Request(
            Address,
            JsonBody.Object(
                ("From", new ApiMailbox(message.From, message.FromName).ToString()),
                ("To", List(message.To)),
                ("Cc", List(message.Cc)),
                ("Bcc", List(message.Bcc)),
                ("ReplyTo", List(message.ReplyTo)),
                ("Subject", message.Subject),
                ("TextBody", message.Text),
                ("HtmlBody", message.Html),
                ("Headers", Headers(message)),
                ("Attachments", message.Attachments.Count == 0 ? null : message.Attachments.Select(a => JsonBody.Object(
                    ("Name", a.File.Name), ("Content", a.Base64), ("ContentType", a.File.ContentType), ("ContentID", a.IsInline ? $"cid:{a.File.ContentId}" : null))).ToList()),
                ("MessageStream", delivery.Value(PostmarkKind.Stream)),
                ("TrackOpens", false),
                ("TrackLinks", "None")),
            ("X-Postmark-Server-Token", delivery.Secret(PostmarkKind.Token)));
    }

    /// <summary>
    /// Accepted is also what has no code while Postmark is slow ("delivery may be delayed"). Of several recipients those who are inactive get
    /// nothing, and are named in the text alone.
    /// </summary>
    public override ApiAcceptance? ReadAcceptance(ApiAnswer answer, ApiDelivery delivery)
    {
        var (code, text) = (answer.Text("ErrorCode"), answer.Text("Message") ?? "");
        if (code != "0" && !(code is null && (answer.Text("MessageID") is not null || text.Contains("delayed", StringComparison.OrdinalIgnoreCase))))
        {
            return null;
        }

        var named = text.IndexOf("inactive", StringComparison.OrdinalIgnoreCase) is >= 0 and var at ? text[at..].Split([' ', ',', ';', ':', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries) : [];
        var inactive = named.Select(word => word.TrimEnd('.')).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return new ApiAcceptance(
            answer.Text("MessageID"),
            [.. delivery.Message.Recipients.Where(r => inactive.Contains(r.Address)).Select(r => (r.Address, new ApiError(answer.Status, Inactive, text)))]);
    }

    public override ApiError ReadError(ApiAnswer answer) => new(answer.Status, answer.Text("ErrorCode"), answer.Text("Message") ?? answer.PlainText);

    private static CheckFinding.Accepted? ReadServer(ApiAnswer answer, ProviderInForce provider) =>
        !answer.IsSuccess || answer.Text("ID") is null || answer.Text("Name") is not { } name ? null : new CheckFinding.Accepted(
            $"The token is that of the server “{name}”.",
            answer.Text("DeliveryType") == "Sandbox" ? "This server is a sandbox: Postmark takes its messages and delivers none." : null);

    private static string? List(IReadOnlyList<ApiMailbox> mailboxes) => mailboxes.Count == 0 ? null : string.Join(", ", mailboxes);

    // With the second, Postmark keeps our Message-ID, by which two copies of one message are known
    private static List<Dictionary<string, object?>> Headers(ApiMessage message) =>
    [
        .. message.Headers.Select(h => JsonBody.Object(("Name", h.Name), ("Value", h.Value))),
        JsonBody.Object(("Name", "Message-ID"), ("Value", $"<{message.MessageId}>")),
        JsonBody.Object(("Name", "X-PM-KeepID"), ("Value", "true")),
    ];
}
