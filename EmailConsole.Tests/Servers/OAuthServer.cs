using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace EmailConsole.Tests.Servers;

/// <summary>
/// A real OAuth 2.0 server (OpenIddict) over https in this process: client credentials at an endpoint of Microsoft Entra's
/// form, and introspection for the mail server.
/// </summary>
public sealed class OAuthServer : IAsyncDisposable
{
    public const string Scope = "https://outlook.office365.com/.default";

    /// <summary>The claim that names the mailbox a token may send as.</summary>
    public const string MailboxClaim = "mailbox";

    /// <summary>The host that MSAL asks, when the test routes it here: the certificate is for it as well.</summary>
    public const string EntraHost = "login.microsoftonline.com";

    public const string TenantId = "7c9b3a52-0d46-4f0e-9a51-2f4be0a8c1d7";

    /// <summary>With characters that must survive form encoding.</summary>
    public const string ClientSecret = "Q8~client+secret/with&signs=%20";

    internal const string MailServerId = "mail-server";

    private const string MailServerSecret = "mail-server-secret";
    private const string TokenPath = $"{TenantId}/oauth2/v2.0/token";

    private readonly WebApplication _application;
    private readonly SqliteConnection _keepsDatabase;
    private readonly X509Certificate2 _certificate;

    private OAuthServer(WebApplication application, SqliteConnection keepsDatabase, X509Certificate2 certificate)
    {
        _application = application;
        _keepsDatabase = keepsDatabase;
        _certificate = certificate;
    }

    /// <summary>Whatever was asked for so far.</summary>
    public TokenIssuance Issuance => _application.Services.GetRequiredService<TokenIssuance>();

    public int Port => new Uri(_application.Services.GetRequiredService<IServer>()
        .Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;

    public Uri TokenEndpoint => new($"https://{TestCertificates.ServerName}:{Port}/{TokenPath}");

    /// <summary>The same endpoint under Entra's host, for the path through MSAL.</summary>
    public static Uri EntraTokenEndpoint => new($"https://{EntraHost}/{TokenPath}");

    /// <summary>With the mail server's credentials, as Dovecot takes them.</summary>
    public Uri Introspection => new($"https://{MailServerId}:{MailServerSecret}@{TestCertificates.ServerName}:{Port}/introspect");

    public static async Task<OAuthServer> StartAsync(TestCertificates certificates)
    {
        var source = $"Data Source=oauth-{Guid.NewGuid():N};Mode=Memory;Cache=Shared";
        var keepsDatabase = new SqliteConnection(source);
        await keepsDatabase.OpenAsync();
        var certificate = certificates.Issue(TestCertificates.ServerName, EntraHost);

        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        builder.Services.AddSingleton<TokenIssuance>();
        builder.Services.AddDbContext<DbContext>(options => options.UseSqlite(source).UseOpenIddict());
        builder.Services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<DbContext>())
            .AddServer(Configure);
        var application = builder.Build();
        await using (var scope = application.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<DbContext>().Database.EnsureCreatedAsync();
            await RegisterClientsAsync(scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>());
        }

        await application.StartAsync();
        return new OAuthServer(application, keepsDatabase, certificate);
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        await _keepsDatabase.DisposeAsync();
        _certificate.Dispose();
    }

    private static void Configure(OpenIddictServerBuilder server)
    {
        server.SetTokenEndpointUris(TokenPath).SetIntrospectionEndpointUris("introspect")
            .AllowClientCredentialsFlow()
            .RegisterScopes(Scope)
            .SetAccessTokenLifetime(TimeSpan.FromHours(1))
            .AddEncryptionKey(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)))
            .AddSigningKey(new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)));

        // One issuer for both names of the host
        server.SetIssuer(new Uri("https://issuer.test/"));
        server.UseAspNetCore();
        server.AddEventHandler<OpenIddictServerEvents.HandleTokenRequestContext>(
            handler => handler.UseSingletonHandler<TokenIssuance>());
        server.AddEventHandler<OpenIddictServerEvents.ProcessSignInContext>(
            handler => handler.UseScopedHandler<TokenRevocation>().SetOrder(OpenIddictServerHandlers.GenerateAccessToken.Descriptor.Order + 1));
    }

    private static async Task RegisterClientsAsync(IOpenIddictApplicationManager clients)
    {
        foreach (var id in new[] { OAuthClient.Mailbox, OAuthClient.OtherMailbox, OAuthClient.Revoked })
        {
            await clients.CreateAsync(new OpenIddictApplicationDescriptor
            {
                ClientId = id,
                ClientSecret = ClientSecret,
                ClientType = ClientTypes.Confidential,
                Permissions = { Permissions.Endpoints.Token, Permissions.GrantTypes.ClientCredentials, Permissions.Prefixes.Scope + Scope },
            });
        }

        await clients.CreateAsync(new OpenIddictApplicationDescriptor
        {
            ClientId = MailServerId,
            ClientSecret = MailServerSecret,
            ClientType = ClientTypes.Confidential,
            Permissions = { Permissions.Endpoints.Introspection },
        });
    }
}
