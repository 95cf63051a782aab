using System.Text;
using EmailConsole.EmailProviders;
using EmailConsole.Kinds.Http;

namespace EmailConsole.Kinds.CustomHttp;

/// <summary>One request a recipient, with a body from the template.</summary>
internal sealed class CustomHttpTransport(ApiSender sender) : ApiTransport(sender)
{
    private const string ContentTypeHeader = "Content-Type";

    private static readonly string[] IdNames = ["id", "messageId", "message_id", "MessageID"];

    public override string Kind => CustomHttpKind.Id;

    public override string Name => "the provider";

    public override IReadOnlyList<ErrorRow> Errors => [];

    public override Grouping Grouping => Grouping.Each;

    public override Uri AddressFor(ProviderInForce provider) => new(provider.Settings.Values[CustomHttpKind.Url]!);

    public override ProviderInForce? ForToken(ProviderInForce provider) => provider.Settings.Values[CustomHttpKind.Authentication] switch
    {
        CustomHttpKind.ClientCredential => WithClient(provider),
        CustomHttpKind.PasswordCredential => WithClient(provider) with { TokenUser = provider.Settings.Values[CustomHttpKind.Username] },
        _ => null,
    };

    public override ApiCheck? CheckFor(EmailProviderSettings settings) => !settings.Has(CustomHttpKind.Authentication, CustomHttpKind.ClientCredential)
        ? null
        : new ApiCheck.ByToken(_ => new CheckFinding.Accepted("It gave a token. Whether the provider takes it, a test email shows."));

    public override ApiRequest CreateRequest(ApiDelivery delivery)
    {
        var message = delivery.Message;
        var isForm = delivery.Settings.Has(CustomHttpKind.ContentType, CustomHttpKind.Form);
        var body = BodyTemplate.Fill(delivery.Value(CustomHttpKind.Body), isForm, name => name switch
        {
            "subject" => message.Subject,
            "body" => message.Html ?? message.Text ?? "",
            "text" => message.Text ?? "",
            "send-to" => message.To[0].Address,
            BodyTemplate.From => message.From,
            "content-type" => message.Html is null ? "text/plain; charset=UTF-8" : "text/html; charset=UTF-8",
            "message-id" => message.MessageId,
            _ => "",
        });
        var headers = HeaderLines.Read(delivery.Value(CustomHttpKind.Headers));
        var type = headers.FirstOrDefault(h => h.Name.Equals(ContentTypeHeader, StringComparison.OrdinalIgnoreCase)).Value
            ?? (isForm ? "application/x-www-form-urlencoded; charset=UTF-8" : JsonBody.ContentType);
        return new ApiRequest(AddressFor(delivery.Provider), Encoding.UTF8.GetBytes(body), type)
        {
            Method = HttpMethod.Parse(delivery.Value(CustomHttpKind.Method)),
            Headers = [.. headers.Where(h => !h.Name.Equals(ContentTypeHeader, StringComparison.OrdinalIgnoreCase)), .. Credentials(delivery)],
        };
    }

    public override ApiAcceptance? ReadAcceptance(ApiAnswer answer, ApiDelivery delivery) =>
        new(IdNames.Select(name => answer.Text(name)).FirstOrDefault(id => id is { Length: > 0 }));

    public override ApiError ReadError(ApiAnswer answer) => new(
        answer.Status, null, answer.Text("message") ?? answer.Text("description") ?? answer.Text("error", "message") ?? answer.Text("error") ?? answer.PlainText);

    private static ProviderInForce WithClient(ProviderInForce provider) => provider with
    {
        Settings = provider.Settings with
        {
            ClientId = provider.Settings.Values[CustomHttpKind.ClientId],
            TokenEndpoint = provider.Settings.Values[CustomHttpKind.TokenEndpoint],
            Scopes = provider.Settings.Values[CustomHttpKind.Scopes],
        },
        Secrets = provider.Secrets with { ClientSecret = provider.SecretOf(CustomHttpKind.ClientSecret), Password = provider.SecretOf(CustomHttpKind.Password) },
    };

    private static (string Name, string Value)[] Credentials(ApiDelivery delivery) => delivery.Value(CustomHttpKind.Authentication) switch
    {
        CustomHttpKind.Basic => [ApiRequest.Basic(delivery.Value(CustomHttpKind.Username), delivery.Secret(CustomHttpKind.Password))],
        CustomHttpKind.Bearer => [ApiRequest.Bearer(delivery.Secret(CustomHttpKind.AccessToken))],
        CustomHttpKind.ClientCredential or CustomHttpKind.PasswordCredential => [ApiRequest.Bearer(delivery.Token)],
        CustomHttpKind.ApiKey => [(delivery.Value(CustomHttpKind.ApiKeyHeader), delivery.Secret(CustomHttpKind.ApiKeyValue))],
        _ => [],
    };
}
