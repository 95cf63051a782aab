using EmailConsole.Accounts;
using EmailConsole.Events.Endpoints;
using EmailConsole.Events.Notices;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Store;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using EmailConsole.Tests.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Events.Notices;

public sealed class NoticeWatchTests : IAsyncLifetime
{
    private NoticeBed _bed = null!;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Look_CircuitOpenForFiveMinutesWithMailWaiting_IsMailedOnceByThePlatform(DatabaseKind kind)
    {
        await OpenAsync(kind);
        _bed.Waits(_bed.Tenant, _bed.Tenant);
        _bed.Fails(_bed.Tenant);

        await _bed.LookUntilToldAsync();
        for (var i = 0; i < 5; i++)
        {
            _bed.Room.Time.Advance(TimeSpan.FromHours(1));
            await _bed.LookAsync();
        }

        var mail = Assert.Single(await _bed.MailsAsync());
        Assert.Equal(NoticeBed.Super, mail.TenantId);
        Assert.Equal((EmailDoor.Console, EmailPriority.High, "EmailConsole"), (mail.Door, mail.Priority, mail.AcceptedBy));
        Assert.Equal("admin@foo.example", Assert.Single(mail.Recipients).Address);
        var notice = Assert.Single(_bed.Room.Get<NoticeBoard>().Of(_bed.Tenant));
        Assert.Equal("Sending by Microsoft 365 is paused", notice.Title);
        Assert.EndsWith("The cause. What to do: The cure.", notice.Words, StringComparison.Ordinal);
        Assert.Equal(3, _bed.Room.Get<StandingMatters>().Waiting()[_bed.Tenant]);
    }

    [Theory]
    [OnSqlite(6, 1)]
    [OnSqlite(3, 0)]
    public async Task Look_ServerTakesNothingAndAsksForLess_IsMailedAfterFiveMinutes(DatabaseKind kind, double minutes, int mails)
    {
        await OpenAsync(kind);
        _bed.Waits(_bed.Tenant, _bed.Tenant);
        _bed.AsksForLess(_bed.Tenant, minutes);

        await _bed.LookUntilToldAsync();

        Assert.Equal(mails, (await _bed.MailsAsync()).Count);
        Assert.Equal(mails, _bed.Room.Get<NoticeBoard>().Of(_bed.Tenant).Count(n => n.Title == "Mail does not leave by Microsoft 365"));
    }

    [Theory]
    [OnSqlite(4, true)]
    [OnSqlite(6, false)]
    [OnPostgres(4, true)]
    [OnPostgres(6, false)]
    public async Task Look_TooEarlyOrNothingWaits_NobodyIsTold(DatabaseKind kind, double minutes, bool isWaiting)
    {
        await OpenAsync(kind);
        _bed.Fails(_bed.Tenant, minutes);
        if (isWaiting)
        {
            _bed.Waits(_bed.Tenant, _bed.Tenant);
        }

        await _bed.LookAsync();

        Assert.Empty(await _bed.NoticesAsync());
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Look_SignInRefused_IsToldWithoutWaitingMail(DatabaseKind kind)
    {
        await OpenAsync(kind);
        _bed.Fails(_bed.Tenant, minutes: 2, isRefused: true);

        await _bed.LookUntilToldAsync();

        Assert.Equal(NoticeKind.CredentialsRefused, Assert.Single(await _bed.NoticesAsync()).Kind);
        Assert.Single(await _bed.MailsAsync());
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Look_StandbyWorks_LeavesByTheTenantsOwnRoute(DatabaseKind kind)
    {
        await OpenAsync(kind);
        var standby = Guid.CreateVersion7();
        _bed.Routes[_bed.Tenant] = [.. _bed.Routes[_bed.Tenant], new(standby, _bed.Tenant, "SES")];
        _bed.Fails(_bed.Tenant, isRefused: true);

        await _bed.LookUntilToldAsync();

        Assert.Equal(_bed.Tenant, Assert.Single(await _bed.MailsAsync()).TenantId);
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Look_NoRouteWorks_IsToldOnceOneDoes(DatabaseKind kind)
    {
        await OpenAsync(kind);
        _bed.Waits(_bed.Tenant, _bed.Tenant);
        _bed.Fails(_bed.Tenant);
        _bed.Fails(NoticeBed.Super);
        await _bed.LookUntilToldAsync();
        Assert.Empty(await _bed.MailsAsync());

        _bed.Works(NoticeBed.Super);
        await _bed.LookAsync();

        Assert.Single(await _bed.MailsAsync());
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Look_PlatformsProviderFails_OnlyTheSuperTenantIsToldByItsStandby(DatabaseKind kind)
    {
        await OpenAsync(kind);
        await _bed.AddAdministratorAsync("root@platform.example", NoticeBed.Super);
        _bed.Routes[NoticeBed.Super] = [.. _bed.Routes[NoticeBed.Super], new(Guid.CreateVersion7(), NoticeBed.Super, "standby")];
        _bed.Routes[_bed.Tenant] = _bed.Routes[NoticeBed.Super];
        _bed.Waits(_bed.Tenant, NoticeBed.Super);
        _bed.Fails(NoticeBed.Super);

        await _bed.LookUntilToldAsync();

        Assert.Equal("root@platform.example", Assert.Single(Assert.Single(await _bed.MailsAsync()).Recipients).Address);
        Assert.Empty(_bed.Room.Get<NoticeBoard>().Of(_bed.Tenant));
        Assert.Single(_bed.Room.Get<NoticeBoard>().Of(NoticeBed.Super));
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Look_SeveralMatters_AreCollectedIntoOneMail(DatabaseKind kind)
    {
        await OpenAsync(kind);
        _bed.Waits(_bed.Tenant, _bed.Tenant);
        _bed.Fails(_bed.Tenant);
        await _bed.PausedWebhookAsync("https://one.example/?secret=x");
        await _bed.PausedWebhookAsync("https://two.example/");

        await _bed.LookUntilToldAsync();

        Assert.Single(await _bed.MailsAsync());
        var notices = await _bed.NoticesAsync();
        Assert.Equal(3, notices.Count);
        Assert.All(notices, n => Assert.True(n.IsToldOpen));
        Assert.DoesNotContain(notices, n => n.Words.Contains("secret", StringComparison.Ordinal) || n.Title.Contains("secret", StringComparison.Ordinal));
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Look_NobodyHasAnAddress_IsNotSaidToBeMailed(DatabaseKind kind)
    {
        await OpenAsync(kind);
        await using (var db = await _bed.Room.DbAsync())
        {
            await db.Set<Account>().ExecuteUpdateAsync(set => set.SetProperty(a => a.Email, (string?)null));
        }

        await _bed.PausedWebhookAsync("https://one.example/");
        await _bed.LookUntilToldAsync();

        Assert.Empty(await _bed.MailsAsync());
        Assert.Null(Assert.Single(_bed.Room.Get<NoticeBoard>().Of(_bed.Tenant)).MailedAt);
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Look_NeverToldAndOver_NothingIsMailed(DatabaseKind kind)
    {
        await OpenAsync(kind);
        _bed.Waits(_bed.Tenant, _bed.Tenant);
        _bed.Fails(_bed.Tenant);
        await _bed.LookAsync();
        _bed.Works(_bed.Tenant);

        await _bed.LookUntilToldAsync();

        Assert.Empty(await _bed.MailsAsync());
        Assert.Empty(await _bed.NoticesAsync());
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Look_WhoOptedOutIsNoAdministratorOrInactive_IsNotMailed(DatabaseKind kind)
    {
        await OpenAsync(kind);
        await _bed.AddAdministratorAsync("without@foo.example", change: a => a.IsWithoutNotices = true);
        await _bed.AddAdministratorAsync("gone@foo.example", change: a => a.IsActive = false);
        await _bed.AddAdministratorAsync("otto@foo.example", change: a => a.Role = ActorRole.Operator);
        await _bed.PausedWebhookAsync("https://one.example/");

        await _bed.LookUntilToldAsync();

        Assert.Equal("admin@foo.example", Assert.Single(Assert.Single(await _bed.MailsAsync()).Recipients).Address);
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Look_WebhookPausedByHand_IsNoMatter(DatabaseKind kind)
    {
        await OpenAsync(kind);
        await _bed.Room.AddEndpointAsync(change: e => (e.PausedAt, e.PausedWhy) = (_bed.Room.Time.GetUtcNow(), PauseReason.ByHand));

        await _bed.LookAsync();

        Assert.Empty(await _bed.NoticesAsync());
    }

    /// <summary>Bells look again where the version is another one.</summary>
    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Look_WebhookFails_StandsOnTheBoardWithItsLastReason(DatabaseKind kind)
    {
        await OpenAsync(kind);
        var since = _bed.Room.Time.GetUtcNow().AddMinutes(-5);
        var (id, _) = await _bed.Room.AddEndpointAsync(change: e => (e.FailingSince, e.FailingWhy) = (since, "It answered 500."));
        var board = _bed.Room.Get<NoticeBoard>();
        await _bed.LookAsync();
        var version = board.Version;
        await _bed.LookAsync();
        Assert.Equal(version, board.Version);

        await using (var db = await _bed.Room.DbAsync())
        {
            await db.Set<WebhookEndpoint>().ExecuteUpdateAsync(set => set.SetProperty(e => e.FailingWhy, "It answered 503."));
        }

        await _bed.LookAsync();

        Assert.NotEqual(version, board.Version);
        var failing = Assert.Single(board.FailingOf(_bed.Tenant));
        Assert.Equal((id, "It answered 503."), (failing.EndpointId, failing.Why));
        Assert.Empty(board.FailingOf(NoticeBed.Super));
        Assert.Empty(await _bed.NoticesAsync());
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Look_MessagesExpireInNumbers_IsToldUntilNoneHasForAnHour(DatabaseKind kind)
    {
        await OpenAsync(kind);
        await ExpireAsync(9);
        await _bed.LookAsync();
        Assert.Empty(await _bed.NoticesAsync());

        await ExpireAsync(1);
        await _bed.LookUntilToldAsync();
        Assert.Equal("10 messages expired within an hour", Assert.Single(await _bed.NoticesAsync()).Title);
        Assert.Single(await _bed.MailsAsync(), m => m.Door == EmailDoor.Console);

        _bed.Room.Time.Advance(TimeSpan.FromMinutes(61));
        await _bed.LookUntilToldAsync();
        Assert.Equal(2, (await _bed.MailsAsync()).Count(m => m.Door == EmailDoor.Console));
    }

    /// <summary>Two at once, as where a node stood still while another one followed it.</summary>
    [PostgresFact]
    public async Task Look_TwoThatBothBelieveToBeTheOne_MailOnce()
    {
        await OpenAsync(DatabaseKind.PostgreSql);
        await using var other = await _bed.OpenAnotherAsync();
        var watches = new[] { _bed.Room.Get<NoticeWatch>(), other.Get<NoticeWatch>() };
        for (var mails = 1; mails <= 10; mails++)
        {
            await _bed.PausedWebhookAsync($"https://{mails}.example/");
            await LookAsync();
            _bed.Room.Time.Advance(TimeSpan.FromMinutes(61));
            await LookAsync();
            await LookAsync();

            Assert.Equal(mails, (await _bed.MailsAsync()).Count);
            Assert.All(await _bed.NoticesAsync(), n => Assert.True(n.IsToldOpen));
        }

        async Task LookAsync()
        {
            // Who comes second looks again later
            var looks = watches.Select(w => Task.Run(() => w.LookAsync(default))).ToList();
            await Task.WhenAll(looks.Select(l => l.ContinueWith(_ => { }, TaskScheduler.Default)));
            Assert.Contains(looks, l => l.IsCompletedSuccessfully);
            Assert.All(looks.Where(l => l.IsFaulted), l => Assert.IsAssignableFrom<DbUpdateException>(l.Exception!.InnerException));
        }
    }

    private async Task OpenAsync(DatabaseKind kind) => _bed = await NoticeBed.OpenAsync(kind);

    private async Task ExpireAsync(int count)
    {
        await using var db = await _bed.Room.DbAsync();
        var now = _bed.Room.Time.GetUtcNow();
        db.AddRange(Enumerable.Range(0, count).Select(_ => new OutboxMessage
        {
            Id = Guid.CreateVersion7(now),
            TenantId = _bed.Tenant,
            State = EmailState.Expired,
            AcceptedAt = now.AddDays(-1),
            WantedAt = now.AddDays(-1),
            ExpiresAt = now,
            FinishedAt = now,
            FailedAt = now,
            Cause = FailureCause.OutOfTimeText,
            InternetMessageId = $"{Guid.NewGuid():N}@foo.example",
        }));
        await db.SaveChangesAsync();
    }
}
