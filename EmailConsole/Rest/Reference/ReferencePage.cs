using System.Security.Cryptography;
using EmailConsole.Tenants;
using Microsoft.AspNetCore.Authorization;
using Scalar.AspNetCore;

namespace EmailConsole.Rest.Reference;

/// <summary>The OpenAPI document and the page that shows it, for whoever is signed in. Nothing is loaded from elsewhere.</summary>
internal static class ReferencePage
{
    /// <summary>Where the page is.</summary>
    public const string Path = "/reference";

    /// <summary>Of its query: the tenant whose address stands in the examples.</summary>
    public const string TenantParameter = "tenant";

    // Scalar's own are too pale to read for many people (WCAG 2.2, 1.4.3)
    private const string Colours =
        """
        .light-mode { --scalar-color-3: #5c6270; --scalar-color-green: #05703c; --scalar-color-orange: #9a4a00; --scalar-color-red: #b3161b; --scalar-color-blue: #0061a6; --scalar-color-yellow: #7a5200; }
        .dark-mode { --scalar-color-3: #a6abb8; --scalar-color-red: #ff8a80; }
        """;

    private const string DocumentPattern = "/openapi/{documentName}.json";

    /// <param name="domain">The tenant that the examples are for.</param>
    /// <returns>With the slash to which Scalar would lead on, without the query.</returns>
    public static string AddressOf(string domain) => $"{Path}/{QueryOf(domain)}";

    public static void AddReference(this IServiceCollection services) => services.AddHttpContextAccessor().AddSingleton<ReferenceTenant>().AddOpenApi(ReferenceDocument.Name, options =>
    {
        // The addresses without a tenant are the super tenant's, and the same operations
        options.ShouldInclude = description => description.RelativePath?.StartsWith("t/", StringComparison.Ordinal) == true
            && RestPaths.IsRest($"/{description.RelativePath}");
        options.CreateSchemaReferenceId = ReferenceNames.Of;
        options.AddDocumentTransformer<ReferenceDocument>();
        options.AddOperationTransformer<ReferenceOperations>();
        options.AddSchemaTransformer<ReferenceSchemas>();
    });

    public static void MapReference(this IEndpointRouteBuilder routes)
    {
        var signedIn = routes.MapGroup("").RequireAuthorization();
        signedIn.MapOpenApi(DocumentPattern);
        signedIn.MapScalarApiReference(Path, Configure);

        // Scalar would give its script to anybody
        ((IEndpointConventionBuilder)signedIn).Finally(endpoint =>
        {
            foreach (var open in endpoint.Metadata.OfType<IAllowAnonymous>().ToList<object>())
            {
                endpoint.Metadata.Remove(open);
            }
        });
    }

    private static void Configure(ScalarOptions options, HttpContext http)
    {
        // The page starts with a script of its own in the document; no other may run there
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        http.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
            + "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; form-action 'none'; base-uri 'self'; frame-ancestors 'none'";
        options.WithNonce(nonce);
        options.HeadContent = $"""<script nonce="{nonce}">document.documentElement.lang = "en"</script>""";
        options.CustomCss = Colours;
        options.Title = "API reference · EmailConsole";
        options.OpenApiRoutePattern = TenantDomain.TryParse(http.Request.Query[TenantParameter], out var domain, out _) ? DocumentPattern + QueryOf(domain) : DocumentPattern;
        options.Favicon = "/favicon.svg";
        options.DefaultFonts = false;
        options.Telemetry = false;
        options.ShowDeveloperTools = DeveloperToolsVisibility.Never;
        options.Agent = new ScalarAgentOptions { Disabled = true };
        options.Mcp = new ScalarMcpOptions { Disabled = true };

        // Credentials stay in the page's memory
        options.PersistentAuthentication = false;
        options.HideClientButton = true;
    }

    private static string QueryOf(string domain) => $"?{TenantParameter}={Uri.EscapeDataString(domain)}";
}
