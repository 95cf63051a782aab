using EmailConsole.EmailProviders.Api.Mapping;

namespace EmailConsole.EmailProviders.Api.Reference;

/// <summary>Bodies that work as they stand, and what they are answered with.</summary>
/// <param name="Add">Of POST, by their names where there are several.</param>
/// <param name="Replace">Of PUT, the same.</param>
/// <param name="Answer">To the first of <paramref name="Add"/>.</param>
/// <param name="Replaced">To the first of <paramref name="Replace"/>.</param>
internal sealed record SenderExamples(
    IReadOnlyList<(string? Name, string Json)> Add, IReadOnlyList<(string? Name, string Json)> Replace, string Answer, string Replaced)
{
    private const string Http =
        """
        "provider":"HTTP","providerURL":"https://mail.foo.com/v1/send","authType":"API_KEY",
         "properties":[{"key":"apiKeyHeader","value":"X-API-Key"},{"key":"apiKeyValue","value":"the key"},
                       {"key":"http.client.method","value":"POST"},{"key":"contentType","value":"JSON"},
                       {"key":"http.headers","value":"X-Version: 1, Accept: application/json"},
                       {"key":"body","value":"{\"subject\": {{subject}}, \"content\": {{body}}, \"to\": {{send-to}}}"}]}
        """;

    /// <summary>Of PATCH.</summary>
    public const string Patch = """{"properties":[{"key":"mail.smtp.signature","value":"Foo"},{"key":"mail.smtp.replyTo","value":"help@foo.com"}]}""";

    private static readonly SenderExamples V1 = new(
        [
            (null,
            """
            {"name":"EmailPublisher","smtpServerHost":"smtp.foo.com","smtpPort":587,"fromAddress":"codes@foo.com","userName":"codes@foo.com",
             "password":"the mailbox password","properties":[{"key":"mail.smtp.starttls.enable","value":"true"}]}
            """),
        ],
        [
            (null,
            """
            {"smtpServerHost":"smtp.foo.com","smtpPort":587,"fromAddress":"no-reply@foo.com","userName":"codes@foo.com",
             "password":"the mailbox password","properties":[{"key":"mail.smtp.starttls.enable","value":"true"}]}
            """),
        ],
        """
        {"name":"EmailPublisher","fromAddress":"codes@foo.com","smtpServerHost":"smtp.foo.com","smtpPort":587,"userName":"codes@foo.com",
         "properties":[{"key":"mail.smtp.starttls.enable","value":"true"}]}
        """,
        """
        {"name":"EmailPublisher","fromAddress":"no-reply@foo.com","smtpServerHost":"smtp.foo.com","smtpPort":587,"userName":"codes@foo.com",
         "properties":[{"key":"mail.smtp.starttls.enable","value":"true"}]}
        """);

    private static readonly SenderExamples V2 = new(
        [
            ("SMTP",
            """
            {"name":"EmailPublisher","provider":"SMTP","smtpServerHost":"smtp.foo.com","smtpPort":587,"fromAddress":"codes@foo.com","authType":"BASIC",
             "properties":[{"key":"userName","value":"codes@foo.com"},{"key":"password","value":"the mailbox password"},
                           {"key":"mail.smtp.starttls.enable","value":"true"},{"key":"mail.smtp.signature","value":"Foo"},
                           {"key":"mail.smtp.replyTo","value":"help@foo.com"}]}
            """),
            ("HTTP", """{"name":"EmailPublisher",""" + Http),
        ],
        [
            ("SMTP",
            """
            {"provider":"SMTP","smtpServerHost":"smtp.office365.com","smtpPort":587,"fromAddress":"codes@foo.com","authType":"CLIENT_CREDENTIAL",
             "properties":[{"key":"clientId","value":"0f6ce1d2-3c44-4a0e-9d2b-6a2b1f1f7a11"},{"key":"clientSecret","value":"the client secret"},
                           {"key":"tokenEndpoint","value":"https://login.microsoftonline.com/foo.com/oauth2/v2.0/token"},
                           {"key":"scopes","value":"https://outlook.office365.com/.default"},{"key":"mail.smtp.starttls.enable","value":"true"}]}
            """),
            ("HTTP", "{" + Http),
        ],
        """
        {"name":"EmailPublisher","fromAddress":"codes@foo.com","smtpServerHost":"smtp.foo.com","smtpPort":587,"provider":"SMTP","authType":"BASIC",
         "properties":[{"key":"userName","value":"codes@foo.com"},{"key":"mail.smtp.starttls.enable","value":"true"},
                       {"key":"mail.smtp.signature","value":"Foo"},{"key":"mail.smtp.replyTo","value":"help@foo.com"}]}
        """,
        """
        {"name":"EmailPublisher","fromAddress":"codes@foo.com","smtpServerHost":"smtp.office365.com","smtpPort":587,"provider":"SMTP",
         "authType":"CLIENT_CREDENTIAL",
         "properties":[{"key":"clientId","value":"0f6ce1d2-3c44-4a0e-9d2b-6a2b1f1f7a11"},
                       {"key":"tokenEndpoint","value":"https://login.microsoftonline.com/foo.com/oauth2/v2.0/token"},
                       {"key":"scopes","value":"https://outlook.office365.com/.default"},{"key":"mail.smtp.starttls.enable","value":"true"}]}
        """);

    public static SenderExamples Of(SenderVersion version) => version == SenderVersion.V1 ? V1 : V2;
}
