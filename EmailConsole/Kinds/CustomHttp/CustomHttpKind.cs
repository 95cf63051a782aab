using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Kinds;
using EmailConsole.EmailProviders.Presets;
using EmailConsole.Kinds.Http;

namespace EmailConsole.Kinds.CustomHttp;

/// <summary>Any HTTP API that takes a message as text made from a template; compatible with the HTTP provider of WSO2 7.3.</summary>
internal sealed class CustomHttpKind : ApiKind
{
    public const string Id = "http";
    public const string Url = "url";
    public const string Method = "method";
    public const string ContentType = "contentType";
    public const string Headers = "headers";
    public const string Body = "body";
    public const string Authentication = "authentication";
    public const string Username = "username";
    public const string Password = "password";
    public const string ClientId = "clientId";
    public const string ClientSecret = "clientSecret";
    public const string TokenEndpoint = "tokenEndpoint";
    public const string Scopes = "scopes";
    public const string AccessToken = "accessToken";
    public const string ApiKeyHeader = "apiKeyHeader";
    public const string ApiKeyValue = "apiKeyValue";

    // As WSO2 writes them
    public const string None = "NONE";
    public const string Basic = "BASIC";
    public const string ClientCredential = "CLIENT_CREDENTIAL";
    public const string PasswordCredential = "PASSWORD_CREDENTIAL";
    public const string Bearer = "BEARER";
    public const string ApiKey = "API_KEY";
    public const string Json = "JSON";
    public const string Form = "FORM";

    private const int MaxTemplate = 32 * 1024;

    public override string Name => Id;

    public override string ApiName => "HTTP";

    public override string Label => "Custom HTTP (WSO2 compatible)";

    public override IReadOnlyList<ProviderField> Fields { get; } =
    [
        KindFields.Text(Id, Url, "Provider URL") with { Key = SenderKeys.ProviderUrl, FileKey = "provider_url", IsRequired = true, Help = "An https address, to which each message is sent as one request." },
        KindFields.Choice(Id, Method, "HTTP method", [("POST", "POST"), ("PUT", "PUT")], FieldPart.Content) with { Key = "http.client.method", FileKey = "http_client_method", IsRequired = true },
        KindFields.Choice(Id, ContentType, "Content type", [(Json, "JSON"), (Form, "FORM")], FieldPart.Content) with { IsRequired = true },
        KindFields.Text(Id, Headers, "HTTP headers", FieldPart.Content, maxLength: 4096) with
        {
            Key = "http.headers", FileKey = "http_headers", IsLong = true, Help = "Name: value, one a line or separated by commas. They are not kept secret: a key belongs into the authentication below.",
        },
        KindFields.Text(Id, Body, "Body template", FieldPart.Content, maxLength: MaxTemplate) with
        {
            IsLong = true, IsRequired = true,
            Help = "The placeholders {{subject}}, {{body}}, {{text}}, {{send-to}}, {{send-from}} and {{content-type}} are replaced; in JSON with or without quotes around them.",
        },
        KindFields.Choice(
            Id, Authentication, "Authentication type",
            [(None, "None"), (Basic, "Basic"), (ClientCredential, "Client credentials"), (PasswordCredential, "Password credentials"), (Bearer, "Bearer token"), (ApiKey, "API key")]) with
        {
            Key = SenderKeys.AuthType, FileKey = "auth_type", IsRequired = true,
        },
        KindFields.Text(Id, Username, "User name") with { Key = SenderKeys.Username, IsRequired = true, When = HasUser },
        KindFields.Text(Id, ClientId, "Client ID") with { IsRequired = true, When = HasClient },
        KindFields.Text(Id, TokenEndpoint, "Token endpoint") with { IsRequired = true, When = HasClient },
        KindFields.Text(Id, Scopes, "Scopes", FieldPart.Content) with { When = HasClient, Help = "Separated by blanks; may stay empty." },
        KindFields.Text(Id, ApiKeyHeader, "API key header") with { IsRequired = true, When = s => Has(s, ApiKey), Help = "The name of the header that carries the key, such as X-API-Key." },
    ];

    public override IReadOnlyList<ProviderSecret> Secrets { get; } =
    [
        KindFields.Secret(Id, Password, "Password", HasUser),
        KindFields.Secret(Id, ClientSecret, "Client secret", HasClient),
        KindFields.Secret(Id, AccessToken, "Access token", s => Has(s, Bearer)),
        KindFields.Secret(Id, ApiKeyValue, "API key value", s => Has(s, ApiKey)),
    ];

    public override IReadOnlyList<string> Notes { get; } =
    [
        FromDocumentation,
        "One request a recipient. Any answer from 200 to 299 counts as taken, whatever stands in it.",
        "Attachments, copies and Reply-To have no place in a template and do not go out this way.",
    ];

    public override KindValues Defaults { get; } = KindValues.None
        .With(Method, "POST").With(ContentType, Json).With(Authentication, None)
        .With(Body, """{"subject": {{subject}}, "body": {{body}}, "to": {{send-to}}}""");

    public override PresetLimits? Limits { get; } = new() { Connections = 4, MessagesPerMinute = 600, RecipientsPerMessage = 1 };

    public override bool UsesToken(EmailProviderSettings settings) => HasClient(settings);

    public override bool NeedsSender(EmailProviderSettings settings) => BodyTemplate.Names(settings.Values[Body] ?? "", BodyTemplate.From);

    public override IEnumerable<FieldError> FindErrors(EmailProviderSettings settings)
    {
        var values = settings.Values;
        if (ApiAddress.FindFault(values[Url] ?? "") is { } url)
        {
            yield return Error(Url, url);
        }

        if (HeaderLines.FindFault(values[Headers] ?? "") is { } headers)
        {
            yield return Error(Headers, headers);
        }

        if (BodyTemplate.FindFault(values[Body] ?? "", values[ContentType] == Form) is { } body)
        {
            yield return Error(Body, body);
        }

        if (HasClient(settings) && ApiAddress.FindFault(values[TokenEndpoint] ?? "") is { } endpoint)
        {
            yield return Error(TokenEndpoint, endpoint);
        }

        if (Has(settings, ApiKey) && HeaderLines.FindNameFault(values[ApiKeyHeader] ?? "") is { } name)
        {
            yield return Error(ApiKeyHeader, name);
        }
    }

    private static bool HasUser(EmailProviderSettings settings) => Has(settings, Basic) || Has(settings, PasswordCredential);

    private static bool HasClient(EmailProviderSettings settings) => Has(settings, ClientCredential) || Has(settings, PasswordCredential);

    private static bool Has(EmailProviderSettings settings, string authentication) => settings.Values[Authentication] == authentication;
}
