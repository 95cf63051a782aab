using EmailConsole.EmailProviders;
using EmailConsole.Events.Notices;
using EmailConsole.Persistence;
using EmailConsole.Tests.Persistence;

namespace EmailConsole.Tests.Events.Notices;

/// <summary>How often a tenant's administrators are mailed where matters come and go.</summary>
public sealed class NoticeStormTests : IAsyncLifetime
{
    private NoticeBed _bed = null!;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Look_FiftyFlapsInAnHour_GiveOneMailAndTheRecoveryInTheNext(DatabaseKind kind)
    {
        await OpenAsync(kind);
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

    /// <summary>A mail about something else, or about what is over, does not hold an outage up for an hour.</summary>
    [Theory]
    [OnSqlite(false, false)]
    [OnSqlite(false, true)]
    [OnSqlite(true, false)]
    [OnPostgres(false, false)]
    [OnPostgres(false, true)]
    [OnPostgres(true, false)]
    public async Task Look_OutageAfterAMailAboutOthersOrWhatIsOver_IsMailedAQuarterOfAnHourAfterIt(DatabaseKind kind, bool wasWebhook, bool isRefused)
    {
        await OpenAsync(kind);
        _bed.Waits(_bed.Tenant, _bed.Tenant);
        if (wasWebhook)
        {
            await _bed.PausedWebhookAsync("https://one.example/");
        }
        else
        {
            _bed.Fails(_bed.Tenant);
        }

        await _bed.LookUntilToldAsync();
        _bed.Works(_bed.Tenant);
        await _bed.LookAsync();
        _bed.Room.Time.Advance(TimeSpan.FromMinutes(7));
        _bed.Fails(_bed.Tenant, isRefused: isRefused);
        await _bed.LookUntilToldAsync();
        Assert.Single(await _bed.MailsAsync());

        _bed.Room.Time.Advance(TimeSpan.FromMinutes(7));
        await _bed.LookAsync();

        Assert.Equal(2, (await _bed.MailsAsync()).Count);
        Assert.NotNull(_bed.Room.Get<NoticeBoard>().Of(_bed.Tenant)[0].MailedAt);
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Look_OutageWhileAMailedOneStands_WaitsForTheHour(DatabaseKind kind)
    {
        await OpenAsync(kind);
        var standby = Guid.CreateVersion7();
        _bed.Routes[_bed.Tenant] = [.. _bed.Routes[_bed.Tenant], new(standby, _bed.Tenant, "SES")];
        _bed.Waits(_bed.Tenant, _bed.Tenant);
        _bed.Fails(_bed.Tenant);
        await _bed.LookUntilToldAsync();
        _bed.Fails(standby, isRefused: true, owner: _bed.Tenant);
        await _bed.LookAsync();

        _bed.Room.Time.Advance(TimeSpan.FromMinutes(59));
        await _bed.LookAsync();
        Assert.Single(await _bed.MailsAsync());
        Assert.Null(_bed.Room.Get<NoticeBoard>().Of(_bed.Tenant).Single(n => n.SubjectId == standby).MailedAt);

        _bed.Room.Time.Advance(TimeSpan.FromMinutes(1));
        await _bed.LookAsync();
        Assert.Equal(2, (await _bed.MailsAsync()).Count);
    }

    /// <summary>An outage ends and begins whenever that is news: however long, and with how many providers.</summary>
    [Theory]
    [OnSqlite(6)]
    [OnSqlite(2)]
    [OnPostgres(6)]
    public async Task Look_OutagesFollowEachOtherForHours_GiveFourMailsAnHourAtMost(DatabaseKind kind, int every)
    {
        await OpenAsync(kind);
        Guid[] providers = [_bed.Tenant, Guid.CreateVersion7(), Guid.CreateVersion7()];
        _bed.Routes[_bed.Tenant] = [.. providers.Select((p, i) => new RouteProvider(p, _bed.Tenant, $"Provider {i}"))];
        for (var minute = 0; minute < 240; minute++)
        {
            // One after the other
            var failing = providers[minute / every % providers.Length];
            foreach (var provider in providers.Where(p => p != failing))
            {
                _bed.Works(provider);
            }

            _bed.Fails(failing, isRefused: true, owner: _bed.Tenant);
            await _bed.LookAsync();
            _bed.Room.Time.Advance(TimeSpan.FromMinutes(1));
        }

        var times = (await _bed.MailsAsync()).Select(m => m.AcceptedAt).ToList();
        Assert.True(times.Count > 8, $"{times.Count} mails are as many as one an hour");
        Assert.All(times, t => Assert.InRange(times.Count(o => o >= t && o < t.AddHours(1)), 1, 4));
    }

    private async Task OpenAsync(DatabaseKind kind) => _bed = await NoticeBed.OpenAsync(kind);
}
