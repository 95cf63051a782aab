using System.Security.Claims;
using EmailConsole.Cluster;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Advice;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.Tenants;
using EmailConsole.TestEmail;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.EmailProviders;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EmailConsole.Tests.TestEmail;

/// <summary>The handler on a real database with foo.com and bar.com, and a scripted sender below.</summary>
public sealed class TestEmailRoom : IAsyncLifetime
{
    public ProviderDatabase Database { get; } = new();

    public ScriptedSharedSender Sender { get; } = new();

    public RecordedLog Log { get; } = new();

    internal SendTestEmail Handler { get; private set; } = default!;

    public ClaimsPrincipal Admin { get; private set; } = default!;

    public ClaimsPrincipal Operator { get; private set; } = default!;

    public async Task InitializeAsync()
    {
        await Database.InitializeAsync();
        Admin = Database.Person("admin@foo.com");
        Operator = Database.Person("watch@foo.com", ActorRole.Operator);
        var services = Database.Services;
        Handler = new SendTestEmail(
            services.GetRequiredService<TenantAccess>(),
            services.GetRequiredService<PrepareEmailProvider>(),
            services.GetRequiredService<IEffectiveProvider>(),
            Sender,
            new DeliveryAdvisor(),
            new TestEmailQuota(new SoleNode(Database.Time), Database.Time),
            [Database.Retry],
            Database.Time,
            new Logger<SendTestEmail>(new LoggerFactory([Log])));
    }

    public Task DisposeAsync() => Database.DisposeAsync();

    public async Task StoreAsync(EmailProviderInput? input = null) =>
        Assert.IsType<UpdateResult.Saved>(await Database.Writer.UpdateAsync(Admin, "foo.com", input ?? Inputs.Basic, null, CancellationToken.None));

    internal Task<TestEmailResult> SendAsync(
        ClaimsPrincipal person, EmailProviderInput? draft = null, string recipients = "admin@foo.com", string domain = "foo.com",
        ITestEmailListener? listener = null, ProviderId? entry = null, CancellationToken cancellationToken = default) =>
        Handler.SendAsync(person, domain, new TestEmailRequest(recipients.Split(','), draft) { Entry = entry }, listener ?? new SilentListener(), cancellationToken);

    internal Task<TestEmailResult> CheckAsync(
        ClaimsPrincipal person, EmailProviderInput? draft = null, string domain = "foo.com",
        ITestEmailListener? listener = null, ProviderId? entry = null, CancellationToken cancellationToken = default) =>
        Handler.SendAsync(person, domain, TestEmailRequest.Check(draft) with { Entry = entry }, listener ?? new SilentListener(), cancellationToken);

    private sealed class SilentListener : ITestEmailListener
    {
        public void Prepared(IReadOnlyList<DeliveryStage> stages)
        {
        }

        public void StageStarted(DeliveryStage stage)
        {
        }

        public void StagePassed(DeliveryStage stage, string detail, TimeSpan elapsed, string? warning)
        {
        }

        public void StageFailed(DeliveryFailure failure, TimeSpan elapsed)
        {
        }

        public void Transcript(bool fromServer, string line)
        {
        }
    }
}
