using System.Net;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Network;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Kinds;
using EmailConsole.Tests.Delivery;
using EmailConsole.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace EmailConsole.Tests.Kinds;

/// <summary>The shared sender and the transports of the kinds, with one server that is every API.</summary>
internal sealed class KindBed : IAsyncDisposable
{
    public const string From = "codes@foo.example";
    public const string MessageId = "0123456789abcdef@foo.example";

    private ProviderInForce? _provider;

    private KindBed(SenderBed bed, ScriptedHttpServer server) => (Bed, Server) = (bed, server);

    public SenderBed Bed { get; }

    public ScriptedHttpServer Server { get; }

    public EmailProviderSettings Settings { get; set; } = new() { FromAddress = From, Host = "", AuthenticationType = AuthenticationType.None };

    public KindValues Secrets { get; set; } = KindValues.None;

    public OutgoingEmail Email { get; set; } = new([new MailboxAddress("", "someone@bar.example")], "Subject", "Text", "<p>Html</p>") { MessageId = MessageId };

    public RecordingListener Listener => Bed.Listener;

    /// <summary>The same for all messages of a test, as long as nothing of it changes.</summary>
    public ProviderInForce Provider => _provider ??= new(
        Bed.Origin, Guid.NewGuid(), Guid.NewGuid(), Settings, new EmailProviderSecrets(null, null) { Values = Secrets });

    /// <param name="kind">The name of a kind; its fields have their defaults.</param>
    /// <param name="hosts">The names that its requests go to.</param>
    /// <param name="more">Registered last.</param>
    /// <param name="clock">Null: the machine's.</param>
    public static async Task<KindBed> StartAsync(string kind, string[] hosts, Action<IServiceCollection>? more = null, TimeProvider? clock = null)
    {
        ScriptedHttpServer? server = null;
        var bed = new SenderBed
        {
            Clock = clock ?? TimeProvider.System,
            More = services =>
            {
                services.AddSingleton<Dialer>(_ => new RedirectedDialer(TimeProvider.System, () => server!.Port));
                more?.Invoke(services);
            },
        };
        server = await ScriptedHttpServer.StartAsync(bed.Certificates);
        foreach (var host in hosts)
        {
            bed.Resolver.Names[host] = [IPAddress.Loopback];
        }

        var made = new KindBed(bed, server);
        made.Settings = made.Settings with { Kind = kind, Values = ProviderKinds.Find(kind)!.Defaults };
        return made;
    }

    public KindBed With(string name, string? value)
    {
        Settings = Settings with { Values = Settings.Values.With(name, value) };
        return this;
    }

    public KindBed WithSecret(string name, string value)
    {
        Secrets = Secrets.With(KindFields.FullName(Settings.Kind, name), value);
        return this;
    }

    public async Task<DeliveryOutcome> SendAsync(Func<CancellationToken, ValueTask<bool>>? beforeDispatch = null, CancellationToken cancellationToken = default)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(Bound.Wait);
        return await Bed.Get<ISharedSender>().SendAsync(Provider, Email, beforeDispatch, null, bound.Token);
    }

    public async Task<DeliveryOutcome> SendOnceAsync(CancellationToken cancellationToken = default)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(Bound.Wait);
        return await Bed.Get<ISharedSender>().SendOnceAsync(Provider, Email, Listener, bound.Token);
    }

    public async Task<CredentialCheck> CheckAsync(CancellationToken cancellationToken = default)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(Bound.Wait);
        return await Bed.Get<ISharedSender>().CheckAsync(Provider, Listener, bound.Token);
    }

    /// <summary>Asserts that the credentials are accepted, by one request that carries nothing.</summary>
    public async Task<CredentialCheck.Accepted> AcceptAsync()
    {
        var accepted = Assert.IsType<CredentialCheck.Accepted>(await CheckAsync());
        Assert.All(Server.Requests, request => Assert.Equal(("GET", 0), (request.Method, request.Body.Length)));
        return accepted;
    }

    /// <summary>Asserts that they are not, and that nothing can have been sent.</summary>
    public async Task<DeliveryFailure> RefuseAsync()
    {
        var failure = Assert.IsType<CredentialCheck.Failed>(await CheckAsync()).Failure;
        Assert.Equal(FailureOutcome.NotAccepted, failure.Outcome);
        Assert.Equal(failure, Assert.Single(Listener.Failures));
        Assert.All(Server.Requests, request => Assert.Equal(("GET", 0), (request.Method, request.Body.Length)));
        Assert.DoesNotContain("message", failure.Advice.Cause, StringComparison.OrdinalIgnoreCase);
        return failure;
    }

    public async Task<DeliveryOutcome.Delivered> DeliverAsync() =>
        await SendAsync() switch
        {
            DeliveryOutcome.Delivered delivered => delivered,
            var other => throw new InvalidOperationException(other.ToString()),
        };

    /// <summary>A failure, be it certain or not that nothing was delivered.</summary>
    public async Task<DeliveryFailure> FailAsync()
    {
        var failure = (await SendAsync()).Reason;
        Assert.NotNull(failure);
        return failure;
    }

    /// <summary>Asserts one row of a kind's table: blame, whether it lasts, and that cause and cure are words of our own with the service's beside them.</summary>
    public async Task AssertRefusedAsync(int status, string body, Blame blame, bool lasts, FailureOutcome outcome = FailureOutcome.NotAccepted)
    {
        Server.Answers(status, body);

        var failure = await FailAsync();

        Assert.Equal((blame, lasts, outcome), (failure.Blame, failure.IsLasting, failure.Outcome));
        Assert.Equal(((int?)status, DeliveryStage.Answer), (failure.ReplyCode, failure.Stage));
        Assert.StartsWith($"HTTP {status}", failure.ServerText, StringComparison.Ordinal);
        Assert.DoesNotContain('{', failure.Advice.Cause);
        Assert.NotEmpty(failure.Advice.Cause);
        Assert.Single(Server.Requests);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Bed.Dispose();
    }
}
