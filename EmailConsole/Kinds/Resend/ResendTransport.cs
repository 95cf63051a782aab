using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Kinds.Http;

namespace EmailConsole.Kinds.Resend;

/// <summary>POST /emails; whether a key is known: GET /domains, which one with sending access alone may not ask.</summary>
internal sealed class ResendTransport(ApiSender sender) : ApiTransport(sender)
{
    private const string Restricted = "restricted_api_key";

    private static readonly Uri Address = new("https://api.resend.com/emails");
    private static readonly Uri Domains = new("https://api.resend.com/domains");

    public override string Kind => ResendKind.Id;

    public override string Name => "Resend";

    public override IReadOnlyList<ErrorRow> Errors { get; } =
    [
        // Its status and its code have changed over time
        Key with { Codes = ["validation_error"], Words = ["API key is invalid"] },
        Key with { Codes = ["missing_api_key", "invalid_api_key"] },
        Key with { Words = ["API key is invalid"] },
        new(Blame.Credentials, true, "The key may not send mail.", "Make an API key with Sending access for the domain of {from}.") { Codes = [Restricted] },
        new(Blame.Sender, true, "Resend does not let this account send as {from}: its domain is not verified, or the account sends to its owner only for now.",
            "Verify the domain of {from} under Domains in Resend.") { Codes = ["validation_error"], Statuses = [403] },
        new(Blame.Sender, true, "Resend refused the sender {from}.", "Check From Address and Display Name.") { Codes = ["invalid_from_address"] },
        new(Blame.Message, true, "Resend refused this message.", "Its own words name the part that is wrong.")
        {
            Codes = ["validation_error", "missing_required_field", "invalid_parameter", "invalid_attachment"],
        },
        new(Blame.Throttle, false, "Resend takes no more for now: its rate for this team is reached.", "Lower Messages per Minute, if it comes back often.") { Codes = ["rate_limit_exceeded"] },
        new(Blame.Throttle, false, "The daily quota of the account at Resend is used up.", "Wait until tomorrow, or upgrade the plan at Resend.") { Codes = ["daily_quota_exceeded"] },
        new(Blame.Throttle, true, "The monthly quota of the account at Resend is used up.", "Upgrade the plan at Resend, or wait for its next period.") { Codes = ["monthly_quota_exceeded"] },

        // It may still take the message
        new(Blame.Provider, false, "Resend still works on an earlier attempt to send this message. Whether it is sent is not known yet.", null)
        {
            Codes = ["concurrent_idempotent_requests"], Outcome = FailureOutcome.Unknown,
        },
        new(Blame.Message, true, "Resend has had another message under the same key: a fault of this console's.", "Report it, with the time and the message.") { Codes = ["invalid_idempotent_request", "invalid_idempotency_key"] },
        new(Blame.Message, true, "Resend judged the content of the message unsafe.", "Contact Resend's support.") { Codes = ["security_error"] },
    ];

    private static ErrorRow Key => new(Blame.Credentials, true, "Resend does not know this API key.", "Enter an API key that is valid, with Sending access.");

    public override ApiCheck CheckFor(EmailProviderSettings settings) => new ApiCheck.ByRequest(
        provider => ApiRequest.Get(Domains, ApiRequest.Bearer(provider.SecretOf(ResendKind.ApiKey))), ReadDomains);

    public override Uri AddressFor(ProviderInForce provider) => Address;

    public override ApiRequest CreateRequest(ApiDelivery delivery)
    {
        var message = delivery.Message;
        return JsonBody.Request(
            Address,
            JsonBody.Object(
                ("from", new ApiMailbox(message.From, message.FromName).ToString()),
                ("to", List(message.To)),
                ("cc", List(message.Cc)),
                ("bcc", List(message.Bcc)),
                ("reply_to", List(message.ReplyTo)),
                ("subject", message.Subject),
                ("text", message.Text),
                ("html", message.Html),
                ("headers", JsonBody.Object(message.Headers.DistinctBy(h => h.Name, StringComparer.OrdinalIgnoreCase).Select(h => (h.Name, (object?)h.Value)))),
                ("attachments", message.Attachments.Count == 0 ? null : message.Attachments.Select(a => JsonBody.Object(
                    ("content", a.Base64), ("filename", a.File.Name), ("content_type", a.File.ContentType), ("content_id", a.IsInline ? a.File.ContentId : null))).ToList())),
            ApiRequest.Bearer(delivery.Secret(ResendKind.ApiKey)),
            ("Idempotency-Key", KeyOf(delivery)));
    }

    public override ApiAcceptance? ReadAcceptance(ApiAnswer answer, ApiDelivery delivery) => answer.Text("id") is { } id ? new ApiAcceptance(id) : null;

    public override ApiError ReadError(ApiAnswer answer) => new(answer.Status, answer.Text("name"), answer.Text("message") ?? answer.PlainText);

    /// <summary>The same for the same message to the same recipients by the same provider: of an attempt after which it is not known whether it was taken.</summary>
    internal static string KeyOf(ApiDelivery delivery)
    {
        var recipients = delivery.Message.Recipients.Select(r => r.Address.ToLowerInvariant()).Order(StringComparer.Ordinal);
        var named = $"{delivery.Provider.Id.Value:N}\n{delivery.Message.MessageId}\n{string.Join('\n', recipients)}";
        return $"emailconsole-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(named)))}";
    }

    private static CheckFinding.Accepted? ReadDomains(ApiAnswer answer, ProviderInForce provider)
    {
        if (answer.Status == 401 && answer.Text("name") == Restricted)
        {
            return new CheckFinding.Accepted("The key may send and nothing else, which is all that it needs.");
        }

        if (!answer.IsSuccess || answer.Json.ValueKind != JsonValueKind.Object || !answer.Json.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var from = provider.Settings.FromAddress;
        var domain = from[(from.LastIndexOf('@') + 1)..];
        var found = answer.Json.ItemsAt("data").FirstOrDefault(d => string.Equals(d.TextAt("name"), domain, StringComparison.OrdinalIgnoreCase));
        return found.TextAt("status") == "verified" ? new CheckFinding.Accepted($"The domain {domain} is verified.")
            : answer.Json.FlagAt("has_more") == true && found.ValueKind == JsonValueKind.Undefined ? new CheckFinding.Accepted()
            : new CheckFinding.Accepted("", $"The domain of the From Address, {domain}, is not verified in this account: Resend will refuse to send as {from}.");
    }

    private static List<string>? List(IReadOnlyList<ApiMailbox> mailboxes) => mailboxes.Count == 0 ? null : [.. mailboxes.Select(m => m.ToString())];
}
