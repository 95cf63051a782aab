using EmailConsole.Deliveries;
using EmailConsole.EmailProviders;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Health;
using EmailConsole.Outbox.History;
using EmailConsole.Outbox.Trends;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Outbox;
using EmailConsole.Tests.Servers;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Sending.Lanes;

/// <summary>A provider that refuses the sign-in, is repaired, and tried before its pause ends.</summary>
public sealed class RetryNowTests : IAsyncLifetime
{
    private readonly ScriptedSmtpServer _server = new();
    private LaneBed _bed = null!;
    private int _isRepaired;

    public Task InitializeAsync()
    {
        _server.Script["AUTH"] = (session, _) =>
            session.WriteLineAsync(Volatile.Read(ref _isRepaired) == 1 ? "235 2.7.0 Welcome" : "535 5.7.8 Bad credentials");
        _server.Start();
        _bed = new LaneBed
        {
            Deployment = $"""
                [output_adapter.email]
                from_address = "no-reply@platform.example"
                username = "platform"
                password = "secret"
                hostname = "localhost"
                port = {_server.Port}
                enable_start_tls = false
                enable_authentication = true
                """,

            // So that nothing goes again by the time that passes
            Settings = new Dictionary<string, string> { ["Outbox:FirstRetry"] = "01:00:00" },
        };
        _bed.Own(_server);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Provider_CircuitIsOpen_OneGoesFirstAndTheOthersFollow()
    {
        var tenant = await PausedAsync(20);
        Repair();

        Assert.IsType<RetryOutcome.Tried>(await _bed.Service<RetryNow>().ProviderAsync(tenant, false, CancellationToken.None));

        // Also those that were refused, which wait for an hour
        await _bed.SettledAsync(tenant, 20);
        Assert.Equal(CircuitPosition.Closed, _bed.Channels.Find(tenant)!.Circuit.Position);
        Assert.Null(_bed.Channels.Find(tenant)!.LastFailure);
    }

    [Fact]
    public async Task Provider_StillBroken_CostsOneSignInAndSaysWhenToAskAgain()
    {
        var tenant = await PausedAsync(20);
        var retry = _bed.Service<RetryNow>();
        var before = (await HealthAsync(tenant)).FailedAt;
        Assert.NotNull(before);

        Assert.IsType<RetryOutcome.Tried>(await retry.ProviderAsync(tenant, false, CancellationToken.None));
        await Bound.UntilAsync(() => SignIns == 4);
        await Bound.UntilAsync(() => _bed.Channels.Find(tenant)!.Circuit.Position == CircuitPosition.Open);
        Assert.True((await HealthAsync(tenant)).FailedAt > before);
        for (var i = 0; i < 5; i++)
        {
            Assert.InRange(
                Assert.IsType<RetryOutcome.TooSoon>(await retry.ProviderAsync(tenant, false, CancellationToken.None)).Wait,
                TimeSpan.Zero,
                TimeSpan.FromSeconds(10));
        }

        Assert.Equal(4, SignIns);
    }

    [Fact]
    public async Task Provider_OfThePlatform_IsItsOwnersToTry()
    {
        var tenant = await PausedAsync(5, isInheriting: true);
        var id = (await _bed.AcceptAsync(tenant, [Emails.New()]))[0];
        var retry = _bed.Service<RetryNow>();

        Assert.IsType<RetryOutcome.Inherited>(await retry.ProviderAsync(tenant, false, CancellationToken.None));
        Assert.IsType<RetryOutcome.Inherited>(await retry.EmailAsync(tenant, id, false, CancellationToken.None));
        Assert.Equal((CircuitPosition.Open, 3), (_bed.Channels.Find(TenantDomain.SuperTenantId)!.Circuit.Position, SignIns));

        Repair();
        Assert.IsType<RetryOutcome.Tried>(await retry.ProviderAsync(TenantDomain.SuperTenantId, false, CancellationToken.None));
        await _bed.SettledAsync(tenant, 6);
    }

    [Fact]
    public async Task Email_WaitsForItsNextTry_ItIsTriedAndNoOther()
    {
        var tenant = await PausedAsync(2, isPaused: false);
        await _bed.SettledAsync(tenant, 2, EmailState.Retrying);
        Repair();
        var id = await FirstAsync(tenant);

        Assert.IsType<RetryOutcome.Tried>(await _bed.Service<RetryNow>().EmailAsync(tenant, id, false, CancellationToken.None));

        await _bed.SettledAsync(tenant, 1);
        Assert.Equal(EmailState.Delivered, (await _bed.FindAsync(id)).State);
        Assert.Equal(1, _bed.Outbox.CountsOf(tenant).Retrying);
        Assert.Equal(
            EmailChange.AlreadyFinished,
            Assert.IsType<RetryOutcome.Refused>(await _bed.Service<RetryNow>().EmailAsync(tenant, id, false, CancellationToken.None)).Change);
    }

    [Fact]
    public async Task Email_ScheduledByItsSender_WaitsForItsTime()
    {
        var tenant = await PausedAsync(5);
        var id = await _bed.AcceptAsync(tenant, Emails.New() with { SendAt = TimeProvider.System.GetUtcNow().AddHours(1) });

        var outcome = await _bed.Service<RetryNow>().EmailAsync(tenant, id, false, CancellationToken.None);

        Assert.Equal(EmailChange.Scheduled, Assert.IsType<RetryOutcome.Refused>(outcome).Change);
        Assert.Equal((CircuitPosition.Open, 3), (_bed.Channels.Find(tenant)!.Circuit.Position, SignIns));
    }

    [Fact]
    public async Task Message_WhoseTimeEndsWithinThePause_IsNotExpiredBeforeAndARepairSavesIt()
    {
        var tenant = await _bed.AddTenantAsync(Settings);
        var end = TimeProvider.System.GetUtcNow().AddMinutes(5);
        await _bed.AcceptAsync(tenant, [.. Enumerable.Repeat(Emails.New() with { ExpiresAt = end }, 5)]);
        await OpenedAsync(tenant);
        Assert.Equal((0, 5), (_bed.Outbox.CountsOf(tenant).Expired, _bed.Outbox.CountsOf(tenant).Waiting));
        Repair();

        await _bed.Service<RetryNow>().ProviderAsync(tenant, false, CancellationToken.None);

        await _bed.SettledAsync(tenant, 5);
    }

    [Theory]
    [InlineData(false, "535 5.7.8 Bad credentials")]
    [InlineData(true, "The super tenant's email provider did not pass Authenticate: authentication refused.")]
    public async Task Message_ExpiresBehindTheCircuit_KeepsTheProvidersFailureAsItsReason(bool isInheriting, string reason)
    {
        var tenant = await PausedAsync(3, isInheriting: isInheriting);

        var id = await _bed.AcceptAsync(tenant, Emails.New() with { ExpiresAt = TimeProvider.System.GetUtcNow().AddSeconds(1) });

        await _bed.SettledAsync(tenant, 1, EmailState.Expired);
        var expired = await _bed.FindAsync(id);
        Assert.Empty(expired.AttemptHistory);
        Assert.Equal((EmailState.Expired, reason), (expired.State, expired.LastReply));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pause_CircuitIsOpen_TellsWhyToWhomItMay(bool isInheriting)
    {
        var tenant = await PausedAsync(5, isInheriting, "told.example");
        var person = await _bed.OpenSessionAsync(await _bed.AddPersonAsync("told.example", "olga", ActorRole.Operator));
        var platform = await _bed.OpenSessionAsync(await _bed.AddSuperAdministratorAsync());
        var view = _bed.Service<ViewHealth>();

        var theirs = Assert.IsType<ProviderHealth.Paused>(await HealthAsync(view, person, tenant));
        var platforms = Assert.IsType<ProviderHealth.Paused>(await HealthAsync(view, platform, tenant));
        var channel = _bed.Channels.Find(isInheriting ? TenantDomain.SuperTenantId : tenant)!;

        Assert.Equal((!isInheriting, false, channel.Circuit.Until), (theirs.MayTry, theirs.IsTrying, theirs.Until));
        Assert.Equal((true, channel.LastFailure!.Advice.Cause), (platforms.MayTry, platforms.Cause));
        Assert.Equal(
            isInheriting ? "The super tenant's email provider did not pass Authenticate: authentication refused." : platforms.Cause, theirs.Cause);
        Assert.Null(await view.SeeAsync(person, "told.example", false, TenantDomain.SuperTenantId, CancellationToken.None));
        Assert.Equal(
            isInheriting ? typeof(RetryOutcome.Inherited) : typeof(RetryOutcome.Tried),
            (await _bed.Service<OperateDeliveries>().TryProviderAsync(person, "told.example", CancellationToken.None)).GetType());
    }

    [Theory]
    [InlineData(RepairedBy.TryNow)]
    [InlineData(RepairedBy.Test)]
    [InlineData(RepairedBy.Update)]
    public async Task Repair_OfAPausedProvider_EmptiesTheQueueAtOnce(RepairedBy by)
    {
        var tenant = await PausedAsync(20, domain: "repaired.example");
        var person = await _bed.OpenSessionAsync(await _bed.AddPersonAsync("repaired.example", "anna", ActorRole.Administrator));
        Repair();
        var repairedAt = TimeProvider.System.GetTimestamp();

        switch (by)
        {
            case RepairedBy.TryNow:
                Assert.IsType<RetryOutcome.Tried>(await _bed.Service<OperateDeliveries>().TryProviderAsync(person, "repaired.example", CancellationToken.None));
                break;
            case RepairedBy.Test:
                _bed.Service<IProviderRetry>().Works((await _bed.Service<IEffectiveProvider>().FindAsync(tenant, CancellationToken.None))!);
                break;
            default:
                await _bed.UpdateAsync(tenant, LaneBed.SettingsFor(_server) with { DisplayNameMode = DisplayNameMode.Name, DisplayName = "Repaired" });
                break;
        }

        await _bed.SettledAsync(tenant, 20);
        Assert.InRange(TimeProvider.System.GetElapsedTime(repairedAt), TimeSpan.Zero, Bound.Soon);
        await WorksAsync(tenant);
    }

    [Fact]
    public async Task Works_NothingWaits_TheCircuitIsClosedAndNothingFailsAnyMore()
    {
        var tenant = await PausedAsync(3);
        await _bed.Change.CancelAsync(tenant, await IdsAsync(tenant), CancellationToken.None);
        Assert.IsType<ProviderHealth.Paused>(await HealthAsync(tenant));

        _bed.Service<IProviderRetry>().Tested(tenant);
        _bed.Service<IProviderRetry>().Works((await _bed.Service<IEffectiveProvider>().FindAsync(tenant, CancellationToken.None))!);

        await WorksAsync(tenant);
        Assert.Equal(CircuitPosition.Closed, _bed.Channels.Find(tenant)!.Circuit.Position);
    }

    [Fact]
    public async Task Failing_ChannelIsForgotten_IsStillSaidWithItsCauseAndSinceWhen()
    {
        var before = TimeProvider.System.GetUtcNow();
        var tenant = await PausedAsync(2, isPaused: false);
        await _bed.SettledAsync(tenant, 2, EmailState.Retrying);
        var live = Assert.IsType<ProviderHealth.Failing>(await HealthAsync(tenant));
        var channel = _bed.Channels.Find(tenant)!;

        var past = (await _bed.Service<DeliveryTrends>().ProvidersAsync([tenant], default))[tenant];

        Assert.Equal((channel.LastFailure!.Advice.Cause, channel.LastFailure.Advice.Cause), (live.Cause, past.Failure!.Cause));
        Assert.InRange(past.Failure.At, before, TimeProvider.System.GetUtcNow());
        Assert.Equal([tenant], await _bed.Service<ProviderHealths>().FindNeedingAttentionAsync(default));
    }

    [Fact]
    public async Task NextAttempt_BehindAnOpenCircuit_IsTheChannelsInStoryAndList()
    {
        var tenant = await PausedAsync(5);
        var inherits = await _bed.AddTenantAsync();
        var scheduledAt = TimeProvider.System.GetUtcNow().AddHours(2);
        var scheduled = await _bed.AcceptAsync(tenant, Emails.New() with { SendAt = scheduledAt });
        var soon = await _bed.AcceptAsync(tenant, Emails.New() with { SendAt = TimeProvider.System.GetUtcNow().AddSeconds(5) });
        var until = _bed.Channels.Find(tenant)!.Circuit.Until!.Value;
        var history = _bed.Service<EmailHistory>();

        var page = (await history.PageAsync(new EmailFilter { TenantId = tenant }, null, 50, default)).Emails;

        Assert.All(page.Where(e => e.State == EmailState.Queued && e.Id != scheduled), e => Assert.Equal(until, e.NextAttemptAt));
        Assert.All(page.Where(e => e.State == EmailState.Retrying), e => Assert.True(e.NextAttemptAt >= until));
        Assert.Equal(scheduledAt.UtcTicks / TimeSpan.TicksPerSecond, page.Single(e => e.Id == scheduled).NextAttemptAt!.Value.UtcTicks / TimeSpan.TicksPerSecond);
        Assert.Equal(until, (await history.FindAsync(tenant, soon, default))!.Email.NextAttemptAt);
        Assert.Equal(until, (await history.ReadAsync(null, [soon], default))[0].NextAttemptAt);
        Assert.Empty(await _bed.Service<ProviderHealths>().FindPausesAsync([inherits], default));
    }

    [Fact]
    public async Task NextAttempt_UntriedOfATenantThatInheritsThePause_IsThePlatforms()
    {
        await PausedAsync(5, isInheriting: true);
        var other = await _bed.AddTenantAsync();

        var id = await _bed.AcceptAsync(other);

        Assert.Equal(
            _bed.Channels.Find(TenantDomain.SuperTenantId)!.Circuit.Until,
            (await _bed.Service<EmailHistory>().FindAsync(other, id, default))!.Email.NextAttemptAt);
        Assert.Equal(TenantDomain.SuperTenantId, (await _bed.Service<ProviderHealths>().FindNeedingAttentionAsync(default))[0]);

        // As soon as its lane has found out through whose provider it goes
        await Bound.UntilAsync(() => _bed.Lanes.Find(other)?.ProviderId is not null);
        Assert.Contains(other, await _bed.Service<ProviderHealths>().FindNeedingAttentionAsync(default));
    }

    [Fact]
    public async Task Waiting_BehindAPause_IsCountedWithoutWhatIsScheduled()
    {
        var tenant = await PausedAsync(5, domain: "counted.example");
        await _bed.AcceptAsync(tenant, [.. Enumerable.Repeat(Emails.New() with { SendAt = TimeProvider.System.GetUtcNow().AddHours(1) }, 3)]);
        var person = await _bed.OpenSessionAsync(await _bed.AddPersonAsync("counted.example", "olga", ActorRole.Operator));
        var view = _bed.Service<ViewDeliveries>();

        var list = await view.PageAsync(person, "counted.example", false, new EmailFilter(), null, default);

        Assert.Equal(8, list!.Standing.Counts.Waiting);
        Assert.Equal(5, await view.CountWaitingAsync(list.Standing, default));
    }

    public enum RepairedBy
    {
        TryNow,
        Test,
        Update,
    }

    // What was noted of it may still be on its way to the disk
    private Task WorksAsync(Guid tenant) => Bound.UntilAsync(async () => await HealthAsync(tenant) is ProviderHealth.Works);

    private Task<ProviderHealth> HealthAsync(Guid tenant) => HealthAsync(_bed.Service<ProviderHealths>(), tenant);

    private static async Task<ProviderHealth> HealthAsync(ProviderHealths healths, Guid tenant) => (await healths.FindAsync([tenant], default))[tenant];

    private static async Task<ProviderHealth> HealthAsync(ViewHealth view, System.Security.Claims.ClaimsPrincipal person, Guid tenant) =>
        view.Of((await view.SeeAsync(person, "told.example", false, tenant, CancellationToken.None))!);

    private async Task<IReadOnlyList<Guid>> IdsAsync(Guid tenant)
    {
        await using var db = await _bed.OpenDbAsync();
        return await db.Set<EmailConsole.Outbox.Store.OutboxMessage>().Where(m => m.TenantId == tenant).Select(m => m.Id).ToListAsync();
    }

    private int SignIns => _server.Commands.Count(c => c.StartsWith("AUTH", StringComparison.Ordinal));

    private EmailProviderSettings Settings => LaneBed.SettingsFor(_server) with { AuthenticationType = AuthenticationType.Basic, Username = "codes" };

    private void Repair() => Volatile.Write(ref _isRepaired, 1);

    private async Task<Guid> PausedAsync(int messages, bool isInheriting = false, string? domain = null, bool isPaused = true)
    {
        var tenant = await _bed.AddTenantAsync(isInheriting ? null : Settings, domain);
        await _bed.AcceptAsync(tenant, [.. Enumerable.Repeat(Emails.New(), messages)]);
        if (isPaused)
        {
            await OpenedAsync(isInheriting ? TenantDomain.SuperTenantId : tenant);
            await Bound.UntilAsync(() => _bed.Lanes.Find(tenant)!.Sending == 0);
        }

        return tenant;
    }

    private Task OpenedAsync(Guid owner) => Bound.UntilAsync(() => _bed.Channels.Find(owner)?.Circuit.Position == CircuitPosition.Open);

    private async Task<Guid> FirstAsync(Guid tenant)
    {
        await using var db = await _bed.OpenDbAsync();
        return (await db.Set<EmailConsole.Outbox.Store.OutboxMessage>().AsNoTracking().FirstAsync(m => m.TenantId == tenant)).Id;
    }
}
