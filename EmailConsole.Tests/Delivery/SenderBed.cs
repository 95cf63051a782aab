using System.Net;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Advice;
using EmailConsole.Delivery.Network;
using EmailConsole.Delivery.Tokens;
using EmailConsole.Deployment;
using EmailConsole.EmailProviders;
using EmailConsole.Kinds;
using EmailConsole.Tests.Servers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using MimeKit;

namespace EmailConsole.Tests.Delivery;

/// <summary>The shared sender as the application registers it, with a home of its own.</summary>
internal sealed class SenderBed : IDisposable
{
    public const string Host = "mail.scripted.example";
    public const string Password = "pa55 w<ö>rd";

    private readonly string _folder = Directory.CreateTempSubdirectory("emailconsole-delivery-").FullName;
    private readonly Lazy<IHost> _host;
    private int _replacements;

    public SenderBed()
    {
        Resolver.Names[Host] = [IPAddress.Loopback];
        _host = new Lazy<IHost>(Build);
        File.WriteAllText(Path.Combine(_folder, "ca.pem"), Certificates.AuthorityPem);
        Configuration["Tls:AdditionalCaFile"] = "ca.pem";
    }

    public string CaFile => Path.Combine(_folder, "ca.pem");

    public Dictionary<string, string?> Configuration { get; } = [];

    public TestCertificates Certificates { get; } = new();

    public FakeHostResolver Resolver { get; } = new();

    public RecordingListener Listener { get; init; } = new();

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public IDeliveryAdvisor Advisor { get; init; } = new FakeAdvisor();

    /// <summary>Registered last, in the place of what the application has.</summary>
    public Action<IServiceCollection>? More { get; init; }

    /// <summary>Told of everything from Trace on; null: nobody is.</summary>
    public ILoggerProvider? Log { get; init; }

    public AccessTokenResult Token { get; set; } =
        NewToken("t0ken-of-the-endpoint");

    /// <summary>For a token that was refused.</summary>
    public AccessTokenResult? Replacement { get; set; }

    /// <summary>How often one was asked for.</summary>
    public int Replacements => Volatile.Read(ref _replacements);

    public ProviderOrigin Origin { get; set; } = ProviderOrigin.SuperTenant;

    public EmailProviderSettings Settings { get; set; } = new()
    {
        Host = Host,
        Encryption = SmtpEncryption.None,
        FromAddress = "codes@foo.example",
        AuthenticationType = AuthenticationType.Basic,
        Username = "codes",
    };

    public EmailProviderSecrets Secrets { get; set; } = new(Password, "cl1ent-s3cret");

    public OutgoingEmail Email { get; set; } = new([new MailboxAddress("", "someone@bar.example")], "Subject", "Text", "<p>Html</p>");

    public T Get<T>()
        where T : notnull => _host.Value.Services.GetRequiredService<T>();

    public Task<DeliveryOutcome> SendAsync(ScriptedSmtpServer server, CancellationToken cancellationToken = default) =>
        SendAsync(server.Port, cancellationToken);

    public Task<DeliveryFailure> FailAsync(ScriptedSmtpServer server, CancellationToken cancellationToken = default) =>
        FailAsync(server.Port, cancellationToken);

    public async Task<DeliveryOutcome> SendAsync(int port, CancellationToken cancellationToken)
    {
        var provider = Provider(port);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(Bound.Wait);
        return await Get<ISharedSender>().SendOnceAsync(provider, Email, Listener, bound.Token);
    }

    /// <summary>A provider of its own, with the settings as they are now.</summary>
    public ProviderInForce Provider(int port) => new(Origin, Guid.NewGuid(), Guid.NewGuid(), Settings with { Port = port }, Secrets);

    public static AccessTokenResult.Granted NewToken(string token) => new(token, DateTimeOffset.UtcNow.AddHours(1), "login.example");

    /// <summary>A failure, be it certain or not that nothing was delivered.</summary>
    public async Task<DeliveryFailure> FailAsync(int port, CancellationToken cancellationToken = default)
    {
        var outcome = await SendAsync(port, cancellationToken);
        var failure = outcome.Reason;
        Assert.NotNull(failure);
        Assert.Equal(failure, Assert.Single(Listener.Failures));
        return failure;
    }

    public async Task<DeliveryOutcome.Delivered> DeliverAsync(ScriptedSmtpServer server)
    {
        var outcome = await SendAsync(server);
        return outcome is DeliveryOutcome.Failed failed
            ? throw new InvalidOperationException($"{failed.Failure}\n{Listener.Everything}")
            : (DeliveryOutcome.Delivered)outcome;
    }

    /// <summary>Lets time pass on a fake clock until the work ends.</summary>
    public async Task<T> PassTimeAsync<T>(Task<T> work)
    {
        using var bound = new CancellationTokenSource(Bound.Wait);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!work.IsCompleted)
        {
            ((FakeTimeProvider)Clock).Advance(TimeSpan.FromSeconds(1));
            await poll.WaitForNextTickAsync(bound.Token);
        }

        return await work;
    }

    public void Dispose()
    {
        if (_host.IsValueCreated)
        {
            _host.Value.Dispose();
        }

        Certificates.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private AccessTokenResult Replace()
    {
        Interlocked.Increment(ref _replacements);
        return Replacement ?? Token;
    }

    private IHost Build()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = "Production" });
        builder.Configuration.AddInMemoryCollection(Configuration);
        builder.AddDelivery(new Home(Path.Combine(_folder, "deployment.toml")));
        builder.AddKinds();
        builder.Services.AddSingleton(Clock);
        builder.Services.AddSingleton<IHostResolver>(Resolver);
        builder.Services.AddSingleton<IAccessTokens>(new FakeAccessTokens(() => Token, Replace));
        builder.Services.AddSingleton(Advisor);
        if (Log is not null)
        {
            builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log);
        }

        More?.Invoke(builder.Services);
        return builder.Build();
    }
}
