using System.Globalization;
using EmailConsole.Delivery;
using EmailConsole.Deployment;
using EmailConsole.EmailProviders;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MimeKit;

namespace EmailConsole.Benchmarks.SenderMode;

/// <summary>The shared sender as the application registers it. <c>Delivery__…</c> in the environment changes its options.</summary>
internal sealed class SenderHost : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("emailconsole-sender-").FullName;
    private readonly IHost _host;

    /// <param name="caFile">An authority to trust beside the system's.</param>
    /// <param name="settings">Of the configuration.</param>
    public SenderHost(string? caFile, params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = "Production" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Tls:AdditionalCaFile"] = caFile });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Configuration.AddEnvironmentVariables();
        builder.AddDelivery(new Home(Path.Combine(_folder, "deployment.toml")));
        builder.Services.AddSingleton(TimeProvider.System);
        _host = builder.Build();
    }

    public ISharedSender Sender => _host.Services.GetRequiredService<ISharedSender>();

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public static ProviderInForce Provider(string host, int port, bool tls, int connections, string user, string password) => new(
        ProviderOrigin.SuperTenant,
        Guid.CreateVersion7(),
        Guid.CreateVersion7(),
        new EmailProviderSettings
        {
            Host = host,
            Port = port,
            Encryption = tls ? SmtpEncryption.StartTlsRequired : SmtpEncryption.None,
            AuthenticationType = tls ? AuthenticationType.Basic : AuthenticationType.None,
            Username = tls ? user : null,
            FromAddress = user,
            MaxConnections = connections,
        },
        new EmailProviderSecrets(tls ? password : null, null));

    public static OutgoingEmail Email(OtpTemplates templates, int number)
    {
        var code = number.ToString("D6", CultureInfo.InvariantCulture);
        return new OutgoingEmail(
            [new MailboxAddress("", string.Create(CultureInfo.InvariantCulture, $"user{number}@example.test"))],
            $"Your sign-in code: {code}",
            templates.Text.Replace("{{code}}", code, StringComparison.Ordinal),
            templates.Html.Replace("{{code}}", code, StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        await ((IAsyncDisposable)_host).DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
