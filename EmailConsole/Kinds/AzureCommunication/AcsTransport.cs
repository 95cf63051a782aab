using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Kinds.Http;

namespace EmailConsole.Kinds.AzureCommunication;

/// <summary>POST /emails:send, signed with the resource's access key.</summary>
internal sealed class AcsTransport(ApiSender sender, TimeProvider clock) : ApiTransport(sender)
{
    private const string KeyPart = "accesskey=";

    public override string Kind => AcsKind.Id;

    public override string Name => "Azure Communication Services";

    public override IReadOnlyList<ErrorRow> Errors { get; } =
    [
        new(Blame.Sender, true, "The domain of {from} is not linked to the resource, or {from} is none of its MailFrom addresses.", "Link the domain to the resource in Azure, and add the MailFrom address.")
        {
            Codes = ["DomainNotLinked", "InvalidSender", "InvalidSenderUserName", "EmailSenderNotFound"],
        },
        new(Blame.Sender, true, "The domain of {from} is not linked to the resource, or {from} is none of its MailFrom addresses.", "Link the domain to the resource in Azure, and add the MailFrom address.")
        {
            Statuses = [400, 404], Words = ["not linked", "sender", "not registered", "mailfrom"],
        },
        new(Blame.Message, true, "Azure has had this message before, and does not take it twice: an earlier attempt most likely sent it.", "See in Azure whether it was sent.")
        {
            Statuses = [400], Words = ["duplicate"], Outcome = FailureOutcome.Unknown,
        },
        new(Blame.Credentials, true, "Azure does not accept the signature: the access key or the endpoint is wrong, or the clock of this machine is.",
            "Check Endpoint and Access key, and that this machine's clock is right.") { Statuses = [401] },
        new(Blame.Credentials, true, "Azure does not accept the signature: the access key or the endpoint is wrong, or the clock of this machine is.",
            "Check Endpoint and Access key, and that this machine's clock is right.") { Codes = ["Denied"] },
        new(Blame.Sender, true, "Azure does not know the sender {from} in this resource.", "Link the domain to the resource in Azure, and add the MailFrom address.") { Statuses = [404] },
        new(Blame.Throttle, false, "Azure takes no more for now: the rate of the subscription is reached. Attempts count as well.", "Lower Messages per Minute, or ask Azure for a higher limit.") { Statuses = [429] },
    ];

    public override Uri AddressFor(ProviderInForce provider) => new(new Uri(provider.Settings.Values[AcsKind.Endpoint]!), "/emails:send?api-version=2023-03-31");

    public override ApiRequest CreateRequest(ApiDelivery delivery)
    {
        var (address, message) = (AddressFor(delivery.Provider), delivery.Message);
        var request = JsonBody.Request(address, JsonBody.Object(
            ("senderAddress", message.From),
            ("content", JsonBody.Object(("subject", message.Subject), ("plainText", message.Text), ("html", message.Html))),
            ("recipients", JsonBody.Object(("to", List(message.To)), ("cc", List(message.Cc)), ("bcc", List(message.Bcc)))),
            ("replyTo", List(message.ReplyTo)),
            ("attachments", message.Attachments.Count == 0 ? null : message.Attachments.Select(a => JsonBody.Object(
                ("name", a.File.Name), ("contentType", a.File.ContentType), ("contentInBase64", a.Base64), ("contentId", a.IsInline ? a.File.ContentId : null))).ToList()),
            ("headers", Headers(message)),
            ("userEngagementTrackingDisabled", true)));
        return request with
        {
            Headers =
            [
                .. Sign(address, request.Body.Span, KeyOf(delivery.Secret(AcsKind.AccessKey)), clock.GetUtcNow()),
                ("Operation-Id", OperationOf(delivery).ToString()),
            ],
        };
    }

    public override ApiAcceptance? ReadAcceptance(ApiAnswer answer, ApiDelivery delivery) => answer.Status == 202 ? new ApiAcceptance(answer.Text("id")) : null;

    public override ApiError ReadError(ApiAnswer answer) => new(answer.Status, answer.Text("error", "code"), answer.Text("error", "message") ?? answer.PlainText);

    public override IEnumerable<string> Hidden(ProviderInForce provider) => [KeyTextOf(provider.SecretOf(AcsKind.AccessKey))];

    /// <summary>What is signed are path, date, host and the body's hash.</summary>
    internal static IReadOnlyList<(string Name, string Value)> Sign(Uri address, ReadOnlySpan<byte> body, byte[] key, DateTimeOffset now)
    {
        var date = now.ToString("R", CultureInfo.InvariantCulture);
        var hash = Convert.ToBase64String(SHA256.HashData(body));
        var text = $"POST\n{address.PathAndQuery}\n{date};{address.Authority};{hash}";
        var signature = Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(text)));
        return
        [
            ("x-ms-date", date),
            ("x-ms-content-sha256", hash),
            ("Authorization", $"HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature={signature}"),
        ];
    }

    /// <summary>Of a key alone, or of a connection string: <c>endpoint=…;accesskey=…</c>.</summary>
    internal static byte[] KeyOf(string secret)
    {
        var text = KeyTextOf(secret);
        var key = new byte[text.Length];

        // With what is no key the signature is refused, which says so better than anything here
        return Convert.TryFromBase64String(text, key, out var length) ? key[..length] : Encoding.UTF8.GetBytes(text);
    }

    private static string KeyTextOf(string secret) =>
        secret.Split(';').FirstOrDefault(part => part.StartsWith(KeyPart, StringComparison.OrdinalIgnoreCase)) is { } part ? part[KeyPart.Length..] : secret;

    /// <summary>The same for the same message to the same recipients.</summary>
    private static Guid OperationOf(ApiDelivery delivery) => new(SHA256.HashData(Encoding.UTF8.GetBytes(
        $"{delivery.Provider.Id.Value:N}\n{delivery.Message.MessageId}\n{string.Join('\n', delivery.Message.Recipients.Select(r => r.Address).Order(StringComparer.Ordinal))}")).AsSpan(0, 16));

    private static List<Dictionary<string, object?>>? List(IReadOnlyList<ApiMailbox> mailboxes) =>
        mailboxes.Count == 0 ? null : [.. mailboxes.Select(m => JsonBody.Object(("address", m.Address), ("displayName", m.Name)))];

    // Azure refuses a Message-ID that it has had already, instead of sending the message twice
    private static Dictionary<string, object?> Headers(ApiMessage message) => JsonBody.Object(
    [
        .. message.Headers.DistinctBy(h => h.Name, StringComparer.OrdinalIgnoreCase).Select(h => (h.Name, (object?)h.Value)),
        ("Message-ID", $"<{message.MessageId}>"),
        ("x-ms-acsemail-validate-message-id", "true"),
    ]);
}
