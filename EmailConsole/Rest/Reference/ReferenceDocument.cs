using EmailConsole.Tenants;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace EmailConsole.Rest.Reference;

/// <summary>What the OpenAPI document says about all endpoints together.</summary>
internal sealed class ReferenceDocument(ReferenceTenant tenant) : IOpenApiDocumentTransformer
{
    public const string Name = "v1";
    public const string BasicScheme = "basic";
    public const string ApiKeyScheme = "apiKey";
    public const string TokenScheme = "accessToken";
    public const string KeyTokenScheme = "keyToken";

    private const string Description =
        """
        Send mail for a tenant, read what became of it, and manage what the console manages.

        Every address names its tenant. A credential belongs to one tenant; for any other it is answered 401.
        Errors are `application/problem+json` (RFC 9457): `errors` says field by field what is wrong, `traceId` finds the
        request in the logs. The addresses below `/api/server` are those of WSO2 Identity Server, and so are their errors;
        without `/t/{TenantDomain}` they are the super tenant's.
        """;

    /// <summary>What the operations are about, in the order of the page: what most readers come for goes first.</summary>
    private static readonly OpenApiTag[] Subjects =
    [
        new() { Name = "Emails", Description = "Hand messages over, and read what became of them." },
        new() { Name = "Credentials", Description = "Whose a credential is and what it suffices for." },
        new() { Name = "API keys", Description = "Credentials of programs, which an administrator creates and revokes." },
        new() { Name = "Notification senders", Description = "The tenant's email provider, in the words of WSO2 Identity Server: its API in versions 1 and 2." },
        new() { Name = "Tenants", Description = "Set tenants up and take them down, in the words of WSO2 Identity Server. For administrators of the super tenant." },
    ];

    public async Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        var domain = await tenant.FindAsync(cancellationToken);
        document.Info = new OpenApiInfo { Title = "EmailConsole API", Version = Name, Description = Description };
        document.Tags = new HashSet<OpenApiTag>([.. Subjects, .. (document.Tags ?? new HashSet<OpenApiTag>()).Where(tag => Subjects.All(s => s.Name != tag.Name))]);
        Add(document, BasicScheme, "basic", "`user@tenant-domain` and password. Without a domain: the super tenant's.");
        Add(document, ApiKeyScheme, "bearer", "A key of the tenant, as created under **API keys**.");
        Add(document, TokenScheme, "bearer", "An access token of the configured issuer; only for addresses below `/api/server`.");
        document.Components!.SecuritySchemes![KeyTokenScheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.OAuth2,
            Description = "An access token of the tenant's own address: the client id is a key's prefix, the secret the key.",
            Flows = new OpenApiOAuthFlows
            {
                ClientCredentials = new OpenApiOAuthFlow
                {
                    TokenUrl = new Uri($"/t/{domain}{RestPaths.Token}", UriKind.Relative),
                    Scopes = new Dictionary<string, string>(StringComparer.Ordinal)
                    {
                        ["send"] = "Hand messages over, cancel and resend them.",
                        ["view"] = "Read messages and what became of them.",
                        ["manage"] = "Read and change the tenant's email provider.",
                    },
                },
            },
        };
        FillIn(document, domain);
    }

    private static void FillIn(OpenApiDocument document, string domain)
    {
        foreach (var parameter in document.Paths.Values
            .SelectMany(path => path.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>())
            .SelectMany(operation => operation.Parameters ?? [])
            .OfType<OpenApiParameter>().Where(parameter => parameter.Name == TenantPolicies.RouteValue))
        {
            parameter.Example ??= domain;
        }
    }

    private static void Add(OpenApiDocument document, string name, string scheme, string description)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        document.Components.SecuritySchemes[name] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = scheme,
            Description = description,
        };
    }
}
