using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using EmailConsole.Accounts.ApiKeys;
using EmailConsole.DevelopmentMailbox.Messages;
using EmailConsole.Rest;
using EmailConsole.Submission;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.DevelopmentMailbox;
using EmailConsole.Tests.Servers;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace EmailConsole.Tests.Submission;

/// <summary>A console with all three SMTP ports, a tenant with a key, and a server that its mail goes to. Shared by the tests of a class.</summary>
public sealed class SubmissionBed : IAsyncLifetime
{
    public const string Domain = "foo.example";
    public const string From = "codes@foo.example";

    private readonly TemporaryFolder _files = new();
    private readonly TestCertificates _certificates = new();
    private ConsoleApplication? _console;
    private RunningListener? _receiver;

    public ConsoleApplication Console => _console!;

    /// <summary>What the next server got.</summary>
    public RunningListener Receiver => _receiver!;

    /// <summary>Of the tenant, for sending.</summary>
    public string Key { get; private set; } = "";

    public string CertificateFile => _files["certificate.pem"];

    /// <summary>The authority of the certificate, for programs that are to trust it.</summary>
    public string AuthorityFile => _files["ca.pem"];

    internal SubmissionPorts Ports => Console.Service<SubmissionState>().Ports;

    public async Task InitializeAsync()
    {
        _receiver = await RunningListener.StartAsync();
        using var certificate = Issue();
        Install(certificate);
        await File.WriteAllTextAsync(AuthorityFile, _certificates.AuthorityPem);
        _console = new ConsoleApplication
        {
            Deployment = $"""
                [output_adapter.email]
                from_address = "{From}"
                hostname = "localhost"
                port = {_receiver.Port}
                enable_start_tls = false
                enable_authentication = false
                """,
            Settings = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Submission:Port"] = "0",
                ["Submission:TlsPort"] = "0",
                ["Submission:Certificate"] = CertificateFile,
                ["Submission:CertificateKey"] = _files["key.pem"],
                ["Submission:HostName"] = "mail.console.example",
                ["Logging:LogLevel:EmailConsole.Submission"] = "Debug",
            },
        };
        await _console.AddTenantAsync(Domain);
        Key = await CreateKeyAsync(Domain);
    }

    public async Task DisposeAsync()
    {
        if (_console is not null)
        {
            await _console.DisposeAsync();
        }

        if (_receiver is not null)
        {
            await _receiver.DisposeAsync();
        }

        _certificates.Dispose();
        _files.Dispose();
    }

    /// <summary>Another certificate by the same authority.</summary>
    public X509Certificate2 Issue() => _certificates.Issue(TestCertificates.ServerName);

    public void Install(X509Certificate2 certificate)
    {
        File.WriteAllText(_files["key.pem"], certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(CertificateFile, $"{certificate.ExportCertificatePem()}\n{_certificates.AuthorityPem}");
    }

    public async Task<string> CreateKeyAsync(string domain, RestScopes scopes = RestScopes.Send, DateTimeOffset? expiresAt = null)
    {
        await using var db = await Console.OpenDbAsync();
        var tenant = await db.Set<Tenant>().SingleAsync(t => t.Domain == domain);
        var text = ApiKeyText.Generate();
        _ = ApiKeyText.TryGetPrefix(text, out var prefix);
        db.Add(new ApiKey
        {
            TenantId = tenant.Id,
            Name = $"key {prefix}",
            Prefix = prefix!,
            Hash = ApiKeyText.Hash(text),
            Scopes = scopes,
            CreatedAt = TimeProvider.System.GetUtcNow(),
            CreatedBy = "admin",
            ExpiresAt = expiresAt,
        });
        await db.SaveChangesAsync();
        return text;
    }

    /// <summary>Connected, and not signed in.</summary>
    /// <param name="security">By which of the ports.</param>
    /// <param name="saw">Told the server's certificate.</param>
    public async Task<SmtpClient> ConnectAsync(SecureSocketOptions security, Action<string>? saw = null)
    {
        var client = new SmtpClient
        {
            CheckCertificateRevocation = false,
            ServerCertificateValidationCallback = (_, certificate, _, errors) =>
            {
                saw?.Invoke(certificate!.GetCertHashString());
                return errors is SslPolicyErrors.None or SslPolicyErrors.RemoteCertificateChainErrors;
            },
        };
        var port = security switch { SecureSocketOptions.SslOnConnect => Ports.Tls, SecureSocketOptions.StartTls => Ports.StartTls, _ => Ports.Development };
        await client.ConnectAsync("localhost", port!.Value, security);
        return client;
    }

    public async Task<SmtpClient> SignInAsync(SecureSocketOptions security = SecureSocketOptions.None, string? key = null)
    {
        var client = await ConnectAsync(security);
        await client.AuthenticateAsync(Domain, key ?? Key);
        return client;
    }

    public static MimeMessage Compose(string subject, string from = From, string to = "ada@bar.example")
    {
        var message = new MimeMessage { Subject = subject, Body = new TextPart("plain") { Text = "Your code is 123456.\r\n.\r\nBye\r\n" } };
        message.From.Add(new MailboxAddress("Foo", from));
        message.To.Add(new MailboxAddress("", to));
        return message;
    }

    /// <summary>What the next server got with a subject, once it has.</summary>
    public async Task<MailboxMessage> ReceivedAsync(string subject)
    {
        await Bound.UntilAsync(() => Receiver.Store.Messages.Any(m => m.Subject == subject));
        return Receiver.Store.Messages.First(m => m.Subject == subject);
    }
}
