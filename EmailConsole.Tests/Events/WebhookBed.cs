using System.Text.Json;
using EmailConsole.Events;
using EmailConsole.Events.Endpoints;
using EmailConsole.Events.Queue;
using EmailConsole.Tests.Outbox.Api;
using EmailConsole.Tests.Persistence;
using EmailConsole.Tests.Sending.Lanes;
using EmailConsole.Tests.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailConsole.Tests.Events;

/// <summary>The whole console with a mail server, and a receiver of webhooks that answers what a test wants.</summary>
internal sealed class WebhookBed : IAsyncDisposable
{
    public const string Domain = "foo.example";

    private readonly TestCertificates _certificates;
    private readonly TemporaryFolder _folder;

    private WebhookBed(TestCertificates certificates, TemporaryFolder folder, ScriptedHttpServer receiver, LaneBed console, ScriptedSmtpServer mail)
    {
        (_certificates, _folder, Receiver, Console, Mail) = (certificates, folder, receiver, console, mail);
    }

    public ScriptedHttpServer Receiver { get; }

    public LaneBed Console { get; }

    public ScriptedSmtpServer Mail { get; }

    public SendClient Client { get; private set; } = null!;

    public Guid Tenant { get; private set; }

    public static async Task<WebhookBed> OpenAsync(
        TestDatabase? database = null, Dictionary<string, string>? settings = null, Action<IServiceCollection>? replace = null)
    {
        var (certificates, folder, mail) = (new TestCertificates(), new TemporaryFolder(), new ScriptedSmtpServer());
        var receiver = await ScriptedHttpServer.StartAsync(certificates);
        receiver.Answers(204);
        mail.Start();
        var authority = Path.Combine(folder.Path, "authority.pem");
        await File.WriteAllTextAsync(authority, certificates.AuthorityPem);
        var console = new LaneBed
        {
            Database = database,
            Deployment = LaneBed.FileFor(mail),
            Settings = new Dictionary<string, string>(settings ?? [], StringComparer.Ordinal) { ["Tls:AdditionalCaFile"] = authority },
            ReplaceServices = replace ?? (_ => { }),
        };
        console.Own(mail);
        var bed = new WebhookBed(certificates, folder, receiver, console, mail);
        bed.Client = await SendClient.OpenAsync(console, Domain);
        await using var db = await console.OpenDbAsync();
        bed.Tenant = (await db.Set<EmailConsole.Tenants.Tenant>().SingleAsync(t => t.Domain == Domain)).Id;
        return bed;
    }

    /// <summary>An endpoint of the tenant, at the receiver unless said otherwise.</summary>
    public async Task<(Guid Id, string Secret)> AddEndpointAsync(EventTypes types = EventTypeNames.Usual, string? url = null)
    {
        var (id, secret) = (Guid.CreateVersion7(), WebhookSecrets.Generate());
        await using (var db = await Console.OpenDbAsync())
        {
            db.Add(new WebhookEndpoint
            {
                Id = id,
                TenantId = Tenant,
                Url = url ?? $"https://localhost:{Receiver.Port}/hook",
                Types = types,
                ProtectedSecret = Console.Service<WebhookSecrets>().Protect(Tenant, id, secret),
                CreatedAt = TimeProvider.System.GetUtcNow(),
                CreatedBy = "admin@foo.example",
            });
            await db.SaveChangesAsync();
        }

        await Console.Service<EndpointDirectory>().ReadAsync(Tenant, default);
        return (id, secret);
    }

    /// <summary>What the receiver has got, by type.</summary>
    public IReadOnlyList<ScriptedRequest> Got(string type) => [.. Receiver.Requests.Where(r => r.Json.GetProperty("type").GetString() == type)];

    /// <summary>Waits until the receiver has got so many of a type.</summary>
    public async Task<JsonElement> UntilGotAsync(string type, int count = 1)
    {
        await Bound.UntilAsync(() => Got(type).Count >= count, () => $"{string.Join('\n', Receiver.Requests.Select(r => r.Text))}\n{string.Join('\n', Console.Log.TakeLast(20))}");
        return Got(type)[^1].Json.GetProperty("data");
    }

    public async Task<IReadOnlyList<WebhookDelivery>> DeliveriesAsync()
    {
        await using var db = await Console.OpenDbAsync();
        return await db.Set<WebhookDelivery>().AsNoTracking().OrderBy(d => d.Id).ToListAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Console.DisposeAsync();
        await Receiver.DisposeAsync();
        _certificates.Dispose();
        _folder.Dispose();
    }
}
