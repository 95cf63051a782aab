using System.Globalization;
using System.Text.Json;
using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Kinds.Http;

namespace EmailConsole.Kinds.AmazonSes;

/// <summary>
/// POST /v2/email/outbound-emails with the message in MIME. The addresses beside it are the envelope, and change no header. What the account
/// may do: GET /v2/email/account.
/// </summary>
internal sealed class SesTransport(ApiSender sender, TimeProvider clock) : ApiTransport(sender)
{
    private static readonly string[] TooFast = ["sending rate"];
    private static readonly string[] UsedUp = ["quota"];

    private static readonly ErrorRow Stopped = new(
        Blame.Credentials, true, "AWS has stopped this account from sending in this region.", "Read AWS's notice in the SES console, and answer it.");

    public override string Kind => SesKind.Id;

    public override string Name => "Amazon SES";

    public override MimeUse Mime => MimeUse.BesideEnvelope;

    public override bool TakesEightBit => false;

    public override IReadOnlyList<ErrorRow> Errors { get; } =
    [
        new(Blame.Sender, true, "Amazon SES refused the message: {from}, or a recipient while the account is in the sandbox, is not verified in this region.",
            "Verify the domain of {from} in this region, or ask AWS for production access if a recipient is named.") { Codes = ["MessageRejected"], Words = ["not verified"] },
        new(Blame.Message, true, "Amazon SES refused the content of this message.", "Its own words name what is wrong with it.") { Codes = ["MessageRejected", "BadRequestException", "BadRequest"] },
        new(Blame.Sender, true, "The custom MAIL FROM domain of {from} has no MX record.", "Publish the MX record that SES shows for the MAIL FROM domain.") { Codes = ["MailFromDomainNotVerifiedException"] },
        new(Blame.Credentials, true, "AWS has stopped this account, or the configuration set, from sending.", "Read AWS's notice in the SES console, and answer it.") { Codes = ["SendingPausedException", "AccountSuspendedException"] },
        new(Blame.Credentials, true, "A configuration set, a tenant or an identity of that name does not exist in this region.", "Check Configuration set, SES tenant and Region.") { Codes = ["NotFoundException"] },
        new(Blame.Throttle, false, "The 24-hour quota of the account is used up.", "Ask AWS for a higher quota, or wait.") { Codes = ["TooManyRequestsException", "ThrottlingException", "LimitExceededException"], Words = UsedUp },
        new(Blame.Throttle, false, "Amazon SES takes no more for now: the account's rate of messages a second is reached.", "Lower Messages per Minute to what the account may send.")
        {
            Codes = ["TooManyRequestsException", "ThrottlingException", "LimitExceededException", "Throttling"],
        },
        new(Blame.Credentials, true, "The access key may not send: its policy lacks ses:SendRawEmail, or does not allow this sender.", "Allow ses:SendEmail and ses:SendRawEmail on the identity of {from}.") { Codes = ["AccessDeniedException", "AccessDenied"] },
        new(Blame.Credentials, true, "The session token has run out.", "Enter a new access key, secret and session token; or a key that lasts.") { Codes = ["ExpiredTokenException", "ExpiredToken"] },
        new(Blame.Credentials, true, "AWS does not accept the access key or its signature: the key or its secret is wrong, or the clock of this machine is.",
            "Check Access key ID, Secret access key and Region, and that this machine's clock is right.")
        {
            Codes = ["UnrecognizedClientException", "InvalidClientTokenId", "SignatureDoesNotMatch", "InvalidSignatureException", "IncompleteSignature", "MissingAuthenticationToken"],
        },
        new(Blame.Throttle, false, "Amazon SES takes no more for now: the account's rate of messages a second is reached.", "Lower Messages per Minute to what the account may send.") { Statuses = [400], Words = TooFast },
    ];

    public override Uri AddressFor(ProviderInForce provider)
    {
        var region = provider.Settings.Values[SesKind.Region] ?? "";
        var domain = region.StartsWith("cn-", StringComparison.Ordinal) ? "amazonaws.com.cn" : region.StartsWith("eusc-", StringComparison.Ordinal) ? "amazonaws.eu" : "amazonaws.com";
        return new Uri($"https://email.{region}.{domain}/v2/email/outbound-emails");
    }

    public override ApiCheck CheckFor(EmailProviderSettings settings) => new ApiCheck.ByRequest(
        provider =>
        {
            var address = new Uri(AddressFor(provider), "/v2/email/account");
            return ApiRequest.Get(address, Sign(HttpMethod.Get, address, [], provider));
        },
        (answer, _) => ReadAccount(answer));

    public override ApiRequest CreateRequest(ApiDelivery delivery)
    {
        var (address, message) = (AddressFor(delivery.Provider), delivery.Message);
        var request = JsonBody.Request(address, JsonBody.Object(
            ("Content", new { Raw = new { Data = delivery.Mime!.Whole } }),
            ("Destination", JsonBody.Object(("ToAddresses", List(message.To)), ("CcAddresses", List(message.Cc)), ("BccAddresses", List(message.Bcc)))),
            ("ConfigurationSetName", Optional(delivery.Value(SesKind.ConfigurationSet))),
            ("TenantName", Optional(delivery.Value(SesKind.Tenant)))));
        return request with { Headers = Sign(request.Method, address, request.Body.Span, delivery.Provider) };
    }

    public override ApiAcceptance? ReadAcceptance(ApiAnswer answer, ApiDelivery delivery) => answer.Text("MessageId") is { } id ? new ApiAcceptance(id) : null;

    // Both may carry more than the name: "MessageRejected:http://…", "com.amazonaws.ses#MessageRejected"
    public override ApiError ReadError(ApiAnswer answer)
    {
        var type = answer.Header("x-amzn-ErrorType") ?? answer.Text("__type") ?? answer.Text("code");
        return new ApiError(answer.Status, type?.Split(':')[0].Split('#')[^1], answer.Text("message") ?? answer.Text("Message") ?? answer.PlainText);
    }

    private IReadOnlyList<(string Name, string Value)> Sign(HttpMethod method, Uri address, ReadOnlySpan<byte> body, ProviderInForce provider)
    {
        var values = provider.Settings.Values;
        List<(string, string)> headers = provider.SecretOf(SesKind.SessionToken) is { Length: > 0 } session ? [("X-Amz-Security-Token", session)] : [];
        var credentials = new SignatureV4.Credentials(
            values[SesKind.AccessKeyId] ?? "", provider.SecretOf(SesKind.SecretAccessKey), values[SesKind.Region] ?? "", "ses");
        return [.. headers, .. SignatureV4.Sign(method.Method, address, headers, body, credentials, clock.GetUtcNow())];
    }

    private CheckFinding? ReadAccount(ApiAnswer answer)
    {
        // AWS looks at the signature first: who is told what is not allowed has the right key
        var error = answer.IsSuccess ? null : ReadError(answer);
        if (error is { Status: 403, Code: "AccessDeniedException" or "AccessDenied" } && error.Text.Contains("ses:GetAccount", StringComparison.Ordinal))
        {
            return new CheckFinding.Accepted(
                "The key may not read the account (ses:GetAccount), so its quota and whether it is in the sandbox are not known here. Whether the key may send, a test email shows.");
        }

        var account = answer.Json;
        if (error is not null || account.ValueKind != JsonValueKind.Object || (account.FlagAt("SendingEnabled") is null && account.TextAt("SendQuota", "MaxSendRate") is null))
        {
            return null;
        }

        return account.FlagAt("SendingEnabled") == false || account.TextAt("EnforcementStatus") == "SHUTDOWN"
            ? new CheckFinding.Refused(Stopped, new ApiError(answer.Status, account.TextAt("EnforcementStatus"), ""))
            : new CheckFinding.Accepted(
                Quota(account),
                account.FlagAt("ProductionAccessEnabled") == false ? "The account is in the sandbox of this region: it sends to verified addresses only. Ask AWS for production access."
                : account.TextAt("EnforcementStatus") == "PROBATION" ? "AWS reviews this account, and may stop it: read its notice in the SES console." : null);
    }

    private static string Quota(JsonElement account)
    {
        double? Number(string name) => double.TryParse(account.TextAt("SendQuota", name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

        // Counted in recipients; -1: there is none
        var day = Number("Max24HourSend") switch
        {
            null => null,
            < 0 => "any number of recipients",
            { } most => string.Create(CultureInfo.InvariantCulture, $"{most:N0} recipients in 24 hours{(Number("SentLast24Hours") is { } sent ? $", of which {sent:N0} are used" : "")}"),
        };
        var rate = Number("MaxSendRate") is { } perSecond ? string.Create(CultureInfo.InvariantCulture, $"{perSecond:0.##} a second") : null;
        return (day, rate) is (null, null) ? "" : $"The account may send to {string.Join("; ", new[] { day, rate }.OfType<string>())}.";
    }

    private static List<string>? List(IReadOnlyList<ApiMailbox> mailboxes) => mailboxes.Count == 0 ? null : [.. mailboxes.Select(m => m.Address)];

    private static string? Optional(string text) => text.Length == 0 ? null : text;
}
