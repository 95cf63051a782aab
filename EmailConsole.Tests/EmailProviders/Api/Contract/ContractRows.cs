namespace EmailConsole.Tests.EmailProviders.Api.Contract;

/// <summary>A row of the tables that describe WSO2's Notification Senders API.</summary>
/// <param name="Name">As the cases call it.</param>
/// <param name="Versions">Where it applies.</param>
/// <param name="ElsewhereBy">The test that proves it with a bed of its own; null: cases do.</param>
/// <param name="Unreachable">Why nothing here can bring it about; null: something can.</param>
internal sealed record ContractRow(string Name, int[] Versions, string? ElsewhereBy = null, string? Unreachable = null);

/// <summary>Every row, section by section, in the order of the tables.</summary>
internal static class ContractRows
{
    private static readonly int[] V1 = [1];
    private static readonly int[] V2 = [2];
    private static readonly int[] Both = [1, 2];

    private const string StoreFails = nameof(SenderStoreFailuresTests) + "." + nameof(SenderStoreFailuresTests.Send_StoreFails_AnswersTheOperationsCodeAndLogsItsTrace);
    private const string KeysFail = nameof(SenderStoreFailuresTests) + "." + nameof(SenderStoreFailuresTests.Write_SecretCannotBeEncrypted_StoresNothing);
    private const string Unhandled = nameof(SenderStoreFailuresTests) + "." + nameof(SenderStoreFailuresTests.Send_SomethingUnforeseen_AnswersServerErrorWithoutItsWords);
    private const string Trace = nameof(SenderStoreFailuresTests) + "." + nameof(SenderStoreFailuresTests.Errors_Trace_IsTheOneInTheLogsAndOfTheCaller);
    private const string NoneInFile = nameof(SuperTenantSenderTests) + "." + nameof(SuperTenantSenderTests.Get_NoProviderInTheFile_Answers404);
    private const string Scopes = nameof(Accounts.AccessTokens.AccessTokenTests) + "." + nameof(Accounts.AccessTokens.AccessTokenTests.Send_ScopeOfEitherFamily_SufficesForItsOperationAlone);

    public static IReadOnlyList<ContractRow> All { get; } = [.. Paths(), .. Access(), .. Fields(), .. Checks(), .. Secrets(), .. Errors()];

    private static IEnumerable<ContractRow> Paths() => Of(
        Both,
        "2.1 GET /email", "2.1 POST /email", "2.1 GET /email/{name}", "2.1 PUT /email/{name}", "2.1 DELETE /email/{name}", "2.1 GET, PUT /configs/{type}",
        "2.1 without /t/: carbon.super", "2.1 organisations", "2.1 no query parameters", "2.1 no PATCH", "2.1 name percent-decoded", "2.1 other methods: 405",
        "2.1 wrong Content-Type: 415", "2.1 Accept without JSON: 406", "2.1 Location", "2.1 unknown members refused", "2.1 unknown keys in properties kept",
        "2.1 scalars coerced to text", "2.1 text coerced to a number", "2.1 null members omitted", "2.1 properties always an array",
        "2.1 duplicate keys: the last one wins").Concat(Of(V2, "2.1 PATCH /email/{name}, beyond WSO2"));

    private static IEnumerable<ContractRow> Access() =>
    [
        .. Of(
            Both,
            "2.1 401 missing credential", "2.1 401 malformed credential", "2.1 401 wrong credential", "2.1 401 invalid token", "2.1 401 user of another tenant",
            "2.1 403 right tenant, lacking permission", "2.1 404 unknown or inactive tenant"),
        new("2.1 scopes of both families", Both, Scopes),
        .. Of(Both, "2.2 GET /email", "2.2 POST /email", "2.2 GET /email/{name}", "2.2 PUT /email/{name}", "2.2 DELETE /email/{name}"),
    ];

    private static IEnumerable<ContractRow> Fields() =>
        from field in new[] { "name", "fromAddress", "smtpServerHost", "smtpPort", "userName", "password", "provider", "providerURL", "authType", "properties" }
        from column in new[] { "Add", "Update", "response" }
        select new ContractRow($"2.3 {field}, {column}", Both);

    private static IEnumerable<ContractRow> Checks() =>
    [
        .. Of(
            V2,
            "2.3 v2 check 1: smtpServerHost", "2.3 v2 check 1: smtpPort", "2.3 v2 check 1: fromAddress", "2.3 v2 check 1: mail.smtp.signature",
            "2.3 v2 check 1: mail.smtp.replyTo", "2.3 v2 check 2: HTTP", "2.3 v2 check 3: BASIC", "2.3 v2 check 3: CLIENT_CREDENTIAL",
            "2.3 v2 check 3: PASSWORD_CREDENTIAL", "2.3 v2 check 3: BEARER", "2.3 v2 check 3: API_KEY", "2.3 v2 check 3: NONE",
            "2.3 v2 check 3: any other value", "2.3 v2 check 4: blank properties dropped"),
        .. Of(V1, "2.3 v1 checks: fromAddress", "2.3 v1 checks: property key and value", "2.3 v1 checks: lenient"),
        .. Of(
            Both,
            "2.3 key mail.smtp.starttls.enable", "2.3 key mail.smtp.auth", "2.3 key mail.smtp.replyTo", "2.3 key mail.smtp.signature",
            "2.3 key mail.smtp.ssl.enable", "2.3 key mail.smtp.starttls.required", "2.3 key minThread", "2.3 key http.client.method", "2.3 key http.headers",
            "2.3 key contentType", "2.3 key body", "2.3 order on POST", "2.3 order on PUT"),
    ];

    private static IEnumerable<ContractRow> Secrets() => Of(
        Both, "2.4 userName", "2.4 password", "2.4 clientId, tokenEndpoint, scopes, apiKeyHeader", "2.4 clientSecret, accessToken, apiKeyValue");

    private static IEnumerable<ContractRow> Errors() =>
    [
        .. Of(Both, "2.5 UE-10000 body not in the expected format"),
        .. Of(V1, "2.5 UE-10000 bean validation"),
        .. Of(Both, "2.5 NSM-60001", "2.5 NSM-60002", "2.5 NSM-60006"),
        Never("2.5 NSM-60008", "no application uses a sender by its name"),
        Never("2.5 NSM-60013", "there is no resource configs"),
        Never("2.5 NSM-60014", "there is no resource configs"),
        .. Of(Both, "2.5 NSM-65010", "2.5 NSM-65022"),
        new("2.5 NSM-65001", Both, NoneInFile),
        Never("2.5 NSM-65002", "there are no event publishers"),
        new("2.5 NSM-65003", Both, StoreFails),
        new("2.5 NSM-65004", Both, StoreFails),
        new("2.5 NSM-65005", Both, StoreFails),
        new("2.5 NSM-65006", Both, StoreFails),
        new("2.5 NSM-65007", Both, StoreFails),
        Never("2.5 NSM-65008, NSM-65009", "no publisher's XML is written"),
        Never("2.5 NSM-65012", "senders have no channel type"),
        Never("2.5 NSM-65019", "secrets are part of the sender's row: NSM-65023 says it"),
        Never("2.5 NSM-65020", "secrets are part of the sender's row, also of HTTP: NSM-65023 says it"),
        new("2.5 NSM-65023", Both, KeysFail),
        Never("2.5 NSM-65024", "answers hold no secrets, so that none is decrypted for them"),
        Never("2.5 NSM-65025", "a sender's secrets go with its row"),
        Never("2.5 NSM-65029 to NSM-65032", "there is no resource configs"),
        new("2.5 SE-50000", Both, Unhandled),
        new("2.5 traceId", Both, Trace),
    ];

    private static IEnumerable<ContractRow> Of(int[] versions, params string[] names) => names.Select(name => new ContractRow(name, versions));

    private static ContractRow Never(string name, string why) => new(name, Both, Unreachable: why);
}
