using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using EmailConsole.Delivery.Tokens.Entra;
using EmailConsole.Tests.Application;
using Microsoft.Extensions.DependencyInjection;

namespace EmailConsole.Tests.Servers;

/// <summary>Postfix, Dovecot and an OAuth 2.0 server, started once for every test of the collection.</summary>
public sealed class MailServers : IAsyncLifetime
{
    public const string Collection = "mail servers";

    private readonly List<IAsyncDisposable> _started = [];
    private readonly TestCertificates _certificates = new();
    private ServerFolder? _folder;

    public PostfixServer Postfix { get; private set; } = null!;

    public OAuthServer OAuth { get; private set; } = null!;

    /// <summary>A console in Development that trusts <see cref="AuthorityFile"/>, and asks the test's server in Entra's place.</summary>
    public ConsoleApplication Console { get; private set; } = null!;

    /// <summary>The certificate authority behind all of them, for <c>Tls:AdditionalCaFile</c>.</summary>
    public string AuthorityFile => _folder!["ca.pem"];

    /// <summary>The token endpoint's answer to a client of the tests' own.</summary>
    public async Task<string> AskForTokenAsync(string clientId, string secret)
    {
        using var handler = new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = IsTrusted } };
        using var client = new HttpClient(handler);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = clientId,
            ["client_secret"] = secret,
            ["scope"] = OAuthServer.Scope,
        });
        using var answer = await client.PostAsync(OAuth.TokenEndpoint, form);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>Trusts that authority alone; for clients of the tests' own.</summary>
    public bool IsTrusted(object? sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) == SslPolicyErrors.None
        && certificate is X509Certificate2 server
        && _certificates.HasIssued(server);

    /// <summary>What the servers lack on this machine; null: nothing.</summary>
    public static string? Missing { get; } = FindMissing();

    public async Task InitializeAsync()
    {
        if (Requirement.SkipUnless(Missing) is not null)
        {
            return;
        }

        Assert.True(Missing is null, Missing);
        _folder = new ServerFolder();
        var authority = _folder.Write(
            "ca.pem", _certificates.AuthorityPem, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        OAuth = await OAuthServer.StartAsync(_certificates);
        _started.Add(OAuth);

        // The first answer takes seconds on a busy machine, which would count against the time limits under test
        await AskForTokenAsync(OAuthClient.Mailbox, OAuthServer.ClientSecret);
        var dovecot = await DovecotServer.StartAsync(_folder, authority, OAuth.Introspection);
        _started.Add(dovecot);
        Postfix = await PostfixServer.StartAsync(_folder, _certificates, dovecot.Socket);
        _started.Add(Postfix);
        Console = new ConsoleApplication
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Tls:AdditionalCaFile"] = authority },
            ReplaceServices = services => services.AddSingleton<IEntraHttp>(_ => new RoutedEntraHttp(this)),
        };
        _started.Add(Console);
    }

    public async Task DisposeAsync()
    {
        foreach (var server in Enumerable.Reverse(_started))
        {
            await server.DisposeAsync();
        }

        _certificates.Dispose();
        _folder?.Dispose();
    }

    private static string? FindMissing()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "Postfix and Dovecot are started on Linux only.";
        }

        foreach (var program in new[] { "postfix", "dovecot" })
        {
            if (Requirement.FindProgram(program) is null)
            {
                return $"{program} is not installed (Debian: run test.sh).";
            }
        }

        if (!Environment.IsPrivilegedProcess)
        {
            return "Postfix and Dovecot have users of their own: run the tests as root.";
        }

        return ServerFolder.FindParent() is null ? "No temporary folder is open to all users." : null;
    }
}

/// <summary>Shares the servers.</summary>
[CollectionDefinition(MailServers.Collection)]
public sealed class MailServersCollection : ICollectionFixture<MailServers>;
