using EmailConsole.Events.Endpoints;
using EmailConsole.Events.Notices;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Store;
using EmailConsole.Tenants;

namespace EmailConsole.Tests.Events.Notices;

public sealed class NoticeWatchTests : IAsyncLifetime
{
    private NoticeBed _bed = null!;

    public async Task InitializeAsync() => _bed = await NoticeBed.OpenAsync();

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Look_CircuitOpenForFiveMinutesWithMailWaiting_IsMailedOnceByThePlatform()
    {
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
        Assert.Contains("The cause. What to do: The cure. 3 messages wait.", notice.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(6, false)]
    public async Task Look_TooEarlyOrNothingWaits_NobodyIsTold(double minutes, bool isWaiting)
    {
        _bed.Fails(_bed.Tenant, minutes);
        if (isWaiting)
        {
            _bed.Waits(_bed.Tenant, _bed.Tenant);
        }

        await _bed.LookAsync();

        Assert.Empty(await _bed.NoticesAsync());
    }

    [Fact]
    public async Task Look_SignInRefused_IsToldWithoutWaitingMail()
    {
        _bed.Fails(_bed.Tenant, minutes: 2, isRefused: true);

        await _bed.LookUntilToldAsync();

        Assert.Equal(NoticeKind.CredentialsRefused, Assert.Single(await _bed.NoticesAsync()).Kind);
        Assert.Single(await _bed.MailsAsync());
    }

    [Fact]
    public async Task Look_StandbyWorks_LeavesByTheTenantsOwnRoute()
    {
        var standby = Guid.CreateVersion7();
        _bed.Routes[_bed.Tenant] = [.. _bed.Routes[_bed.Tenant], new(standby, _bed.Tenant, "SES")];
        _bed.Fails(_bed.Tenant, isRefused: true);

        await _bed.LookUntilToldAsync();

        Assert.Equal(_bed.Tenant, Assert.Single(await _bed.MailsAsync()).TenantId);
    }

    [Fact]
    public async Task Look_NoRouteWorks_IsToldOnceOneDoes()
    {
        _bed.Waits(_bed.Tenant, _bed.Tenant);
        _bed.Fails(_bed.Tenant);
        _bed.Fails(NoticeBed.Super);
        await _bed.LookUntilToldAsync();
        Assert.Empty(await _bed.MailsAsync());

        _bed.Works(NoticeBed.Super);
        await _bed.LookAsync();

        Assert.Single(await _bed.MailsAsync());
    }

    [Fact]
    public async Task Look_PlatformsProviderFails_OnlyTheSuperTenantIsToldByItsStandby()
    {
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

    [Fact]
    public async Task Look_SeveralMatters_AreCollectedIntoOneMail()
    {
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

    [Fact]
    public async Task Look_FiftyFlapsInAnHour_GiveOneMailAndTheRecoveryInTheNext()
    {
        _bed.Waits(_bed.Tenant, _bed.Tenant);
        _bed.Fails(_bed.Tenant);
        await _bed.LookUntilToldAsync();
        for (var i = 0; i < 50; i++)
        {
            _bed.Works(_bed.Tenant);
            await _bed.LookAsync();
            _bed.Room.Time.Advance(TimeSpan.FromMinutes(1));
            _bed.Fails(_bed.Tenant);
            await _bed.LookAsync();
        }

        Assert.Single(await _bed.MailsAsync());
        _bed.Works(_bed.Tenant);
        await _bed.LookAsync();
        _bed.Room.Time.Advance(TimeSpan.FromMinutes(15));
        await _bed.LookAsync();
        await _bed.LookAsync();

        Assert.Equal(2, (await _bed.MailsAsync()).Count);
        Assert.Empty(_bed.Room.Get<NoticeBoard>().Of(_bed.Tenant));
        _bed.Room.Time.Advance(TimeSpan.FromHours(2));
        await _bed.LookAsync();
        Assert.Empty(await _bed.NoticesAsync());
    }

    [Fact]
    public async Task Look_NeverToldAndOver_NothingIsMailed()
    {
        _bed.Waits(_bed.Tenant, _bed.Tenant);
        _bed.Fails(_bed.Tenant);
        await _bed.LookAsync();
        _bed.Works(_bed.Tenant);

        await _bed.LookUntilToldAsync();

        Assert.Empty(await _bed.MailsAsync());
        Assert.Empty(await _bed.NoticesAsync());
    }

    [Fact]
    public async Task Look_WhoOptedOutIsNoAdministratorOrInactive_IsNotMailed()
    {
        await _bed.AddAdministratorAsync("without@foo.example", change: a => a.IsWithoutNotices = true);
        await _bed.AddAdministratorAsync("gone@foo.example", change: a => a.IsActive = false);
        await _bed.AddAdministratorAsync("otto@foo.example", change: a => a.Role = ActorRole.Operator);
        await _bed.PausedWebhookAsync("https://one.example/");

        await _bed.LookUntilToldAsync();

        Assert.Equal("admin@foo.example", Assert.Single(Assert.Single(await _bed.MailsAsync()).Recipients).Address);
    }

    [Fact]
    public async Task Look_WebhookPausedByHand_IsNoMatter()
    {
        await _bed.Room.AddEndpointAsync(change: e => (e.PausedAt, e.PausedWhy) = (_bed.Room.Time.GetUtcNow(), PauseReason.ByHand));

        await _bed.LookAsync();

        Assert.Empty(await _bed.NoticesAsync());
    }

    [Fact]
    public async Task Look_MessagesExpireInNumbers_IsToldUntilNoneHasForAnHour()
    {
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
