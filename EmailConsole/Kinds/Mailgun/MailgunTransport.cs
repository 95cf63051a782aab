using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Mime;
using EmailConsole.EmailProviders;
using EmailConsole.Kinds.Http;

namespace EmailConsole.Kinds.Mailgun;

/// <summary>POST /v3/{domain}/messages.mime: the message as SMTP would carry it, and its envelope in <c>to</c>.</summary>
internal sealed class MailgunTransport(ApiSender sender) : ApiTransport(sender)
{
    public override string Kind => MailgunKind.Id;

    public override string Name => "Mailgun";

    public override MimeUse Mime => MimeUse.BesideEnvelope;

    public override IReadOnlyList<ErrorRow> Errors { get; } =
    [
        new(Blame.Credentials, true, "Mailgun's address answered, but not the part of it that sends: the domain or the region is wrong. Nothing was sent.", "Check Sending domain and Region.") { Words = ["Magnificent API"] },
        new(Blame.Credentials, true, "Mailgun does not know the sending domain in this region.", "Check Sending domain and Region.") { Words = ["domain not found"] },
        new(Blame.Sender, true, "Mailgun refused the sender {from}.", "Check From Address and Display Name.") { Statuses = [400], Words = ["'from' parameter", "from parameter"] },
        new(Blame.Sender, true, "The sending domain at Mailgun is not verified, is disabled, or is a sandbox that sends to authorised recipients only.",
            "Finish the domain's DNS records in Mailgun, or use another domain.") { Statuses = [400, 403], Words = ["not verified", "unverified", "disabled", "sandbox", "authorized recipients", "test purposes", "not allowed to send"] },
        new(Blame.Recipient, true, "Mailgun refused a recipient's address, and with it the message.", "Correct the address that its words name.") { Statuses = [400], Words = ["'to' parameter", "to parameter", "not a valid address"] },
        new(Blame.Message, true, "Mailgun refused this message.", "Its own words name what is wrong with it.") { Statuses = [400] },
        new(Blame.Credentials, true, "Mailgun does not accept the key: it is wrong, or of another account, domain or region.", "Enter a sending key of this domain, and check Region.") { Statuses = [401, 403] },
        new(Blame.Throttle, true, "The plan at Mailgun is used up.", "Upgrade the plan at Mailgun, or wait for its next period.") { Statuses = [402] },
        new(Blame.Throttle, false, "Mailgun takes no more for now: its rate for this domain is reached.", "Lower Messages per Minute, if it comes back often.") { Statuses = [429] },
        new(Blame.Credentials, true, "Mailgun does not know the sending domain in this region.", "Check Sending domain and Region.") { Statuses = [404] },
    ];

    public override Uri AddressFor(ProviderInForce provider)
    {
        var host = provider.Settings.Has(MailgunKind.Region, MailgunKind.Europe) ? "api.eu.mailgun.net" : "api.mailgun.net";
        return new Uri($"https://{host}/v3/{Uri.EscapeDataString(provider.Settings.Values[MailgunKind.Domain] ?? "")}/messages.mime");
    }

    public override ApiRequest CreateRequest(ApiDelivery delivery)
    {
        var mime = delivery.Mime!;
        var boundary = BoundaryOf(mime);
        var head = new StringBuilder();
        void Field(string name, string value) => head.Append(
            CultureInfo.InvariantCulture, $"--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");

        Field("to", string.Join(",", delivery.Message.Recipients.Select(r => r.Address)));
        Field("o:tracking", "no");
        head.Append(
            CultureInfo.InvariantCulture,
            $"--{boundary}\r\nContent-Disposition: form-data; name=\"message\"; filename=\"message.mime\"\r\nContent-Type: message/rfc822\r\n\r\n");
        byte[] body = [.. Encoding.UTF8.GetBytes(head.ToString()), .. mime.Added.Span, .. mime.Content.Span, .. Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n")];
        return new ApiRequest(AddressFor(delivery.Provider), body, $"multipart/form-data; boundary={boundary}")
        {
            Headers = [ApiRequest.Basic("api", delivery.Secret(MailgunKind.ApiKey))],
        };
    }

    /// <summary>The same for the same message. A program that chose its Message-ID might write it into the body, as the beginning of a field of its own.</summary>
    private static string BoundaryOf(BuiltMessage mime)
    {
        for (var seed = mime.MessageId; ; seed += ".")
        {
            var boundary = $"emailconsole-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seed)))[..32]}";
            if (mime.Content.Span.IndexOf(Encoding.ASCII.GetBytes(boundary)) < 0)
            {
                return boundary;
            }
        }
    }

    public override ApiAcceptance? ReadAcceptance(ApiAnswer answer, ApiDelivery delivery) =>
        answer.Text("id") is { } id && answer.Text("message")?.StartsWith("Queued", StringComparison.OrdinalIgnoreCase) == true ? new ApiAcceptance(id.Trim('<', '>')) : null;

    public override ApiError ReadError(ApiAnswer answer) => new(answer.Status, null, answer.Text("message") ?? answer.PlainText);
}
