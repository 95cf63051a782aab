using System.Text;
using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Kinds.Http;

namespace EmailConsole.Kinds.MicrosoftGraph;

/// <summary>POST /v1.0/users/{mailbox}/sendMail with the message in MIME, base64. It goes to whom its headers name.</summary>
internal sealed class GraphTransport(ApiSender sender) : ApiTransport(sender)
{
    public override string Kind => GraphKind.Id;

    public override string Name => "Microsoft Graph";

    public override MimeUse Mime => MimeUse.AsEnvelope;

    public override IReadOnlyList<ErrorRow> Errors { get; } =
    [
        new(Blame.Credentials, true, "Microsoft Graph does not accept the access token, though it is new.", "Check Cloud, Directory (tenant) ID and Application (client) ID.") { Codes = ["InvalidAuthenticationToken"] },
        new(Blame.Credentials, true, "The application may not send as this mailbox: Mail.Send is not consented, or the mailbox is outside what Exchange allows the application.",
            "Give the application the application permission Mail.Send with admin consent, and see to its scope in Exchange.") { Codes = ["ErrorAccessDenied", "Authorization_RequestDenied", "AccessDenied"] },
        new(Blame.Sender, true, "The mailbox may not send as {from}.", "Set From Address to the mailbox, or give the mailbox the permission Send As for {from}.") { Codes = ["ErrorSendAsDenied"] },
        new(Blame.Credentials, true, "There is no such mailbox in this directory, or it has no Exchange Online licence.", "Check Mailbox and Directory (tenant) ID; a guest, an unlicensed or an on-premises mailbox cannot send.")
        {
            Codes = ["ErrorInvalidUser", "ResourceNotFound", "Request_ResourceNotFound", "MailboxNotEnabledForRESTAPI", "ErrorNonExistentMailbox"],
        },
        new(Blame.Message, true, "Microsoft Graph could not read the message.", "Report it, with the time and the message.") { Codes = ["ErrorMimeContentInvalidBase64String", "ErrorMimeContentInvalid"] },
        new(Blame.Recipient, true, "Microsoft Graph refused a recipient's address.", "Correct the address that its words name.") { Codes = ["ErrorInvalidRecipients"] },
        new(Blame.Sender, true, "The sending mailbox is full.", "Empty it, and set a retention for Sent Items.") { Codes = ["ErrorQuotaExceeded"] },
        new(Blame.Throttle, false, "Microsoft 365 takes no more for now: a limit of the application or the mailbox is reached.", "Lower Messages per Minute and Max Connections (at most 4), if it comes back often.")
        {
            Codes = ["ApplicationThrottled", "MailboxConcurrency", "ErrorExceededMessageLimit"],
        },
        new(Blame.Message, true, "The message is larger than Microsoft Graph takes in one request (4 MB, about 3 MB of message).", "Send a smaller message.") { Statuses = [413] },
    ];

    public override Uri AddressFor(ProviderInForce provider) =>
        new($"https://{GraphCloud.Of(provider.Settings).GraphHost}/v1.0/users/{Uri.EscapeDataString(provider.Settings.Values[GraphKind.Mailbox] ?? "")}/sendMail");

    public override ProviderInForce? ForToken(ProviderInForce provider)
    {
        var cloud = GraphCloud.Of(provider.Settings);
        return provider with
        {
            Settings = provider.Settings with
            {
                ClientId = provider.Settings.Values[GraphKind.ClientId],
                TokenEndpoint = $"https://{cloud.TokenHost}/{provider.Settings.Values[GraphKind.Directory]}/oauth2/v2.0/token",
                Scopes = $"https://{cloud.GraphHost}/.default",
            },
            Secrets = provider.Secrets with { ClientSecret = provider.SecretOf(GraphKind.ClientSecret) },
        };
    }

    public override ApiCheck CheckFor(EmailProviderSettings settings) => new ApiCheck.ByToken(ReadToken);

    public override ApiRequest CreateRequest(ApiDelivery delivery)
    {
        // A folded header of its own before all others: the service takes it out
        var blind = delivery.Message.Bcc.Count == 0 ? "" : $"Bcc: {string.Join(",\r\n ", delivery.Message.Bcc.Select(r => r.Address))}\r\n";
        byte[] mime = [.. Encoding.UTF8.GetBytes(blind), .. delivery.Mime!.Added.Span, .. delivery.Mime.Content.Span];
        return new ApiRequest(AddressFor(delivery.Provider), Encoding.ASCII.GetBytes(Convert.ToBase64String(mime)), "text/plain")
        {
            Headers = [ApiRequest.Bearer(delivery.Token)],
        };
    }

    public override ApiAcceptance? ReadAcceptance(ApiAnswer answer, ApiDelivery delivery) => answer.Status == 202 ? new ApiAcceptance(id: null) : null;

    /// <summary>The permissions that Entra writes into a token. Those that Exchange gives (RBAC for Applications) do not stand there, so a token without Mail.Send may send all the same.</summary>
    private static CheckFinding.Accepted ReadToken(string token) => TokenClaims.Roles(token) switch
    {
        null => new CheckFinding.Accepted("What the token permits cannot be read from it; a test email shows whether it may send."),
        var roles when roles.Contains("Mail.Send") => new CheckFinding.Accepted("The token holds the permission Mail.Send. Whether it reaches the mailbox, a test email shows."),
        _ => new CheckFinding.Accepted(
            "Whether the application may send, a test email shows.",
            "The token does not hold the permission Mail.Send. Give it to the application in Entra, as application permission with admin consent; unless Exchange gives it by RBAC for Applications."),
    };

    public override ApiError ReadError(ApiAnswer answer) => new(answer.Status, answer.Text("error", "code"), answer.Text("error", "message") ?? answer.PlainText);
}
