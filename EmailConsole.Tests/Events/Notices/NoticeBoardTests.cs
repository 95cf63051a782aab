using EmailConsole.Events.Notices;
using EmailConsole.Persistence;
using EmailConsole.Rest;
using EmailConsole.Tests.Persistence;

namespace EmailConsole.Tests.Events.Notices;

/// <summary>What programs were refused, as the bell knows it.</summary>
public sealed class NoticeBoardTests : IAsyncLifetime
{
    private NoticeBed _bed = null!;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Theory]
    [OnSqlite(5, null, true)]
    [OnSqlite(5, 2, true)]
    [OnSqlite(61, 120, true)]
    [OnSqlite(61, 2, false)]
    [OnSqlite(1441, null, false)]
    [OnPostgres(61, 120, true)]
    [OnPostgres(61, 2, false)]
    public async Task Read_MailOfAKeyWasRefused_StandsUntilItWasUsedSinceAndAnHourIsOver(DatabaseKind kind, int refusedMinutesAgo, int? usedMinutesAgo, bool isShown)
    {
        _bed = await NoticeBed.OpenAsync(kind);

        await RefuseAsync(RefusalCause.SenderNotAllowed, refusedMinutesAgo, usedMinutesAgo);

        Assert.Equal(isShown ? ["Billing"] : [], _bed.Room.Get<NoticeBoard>().RefusedOf(_bed.Tenant));
        Assert.Equal(isShown ? 1 : 0, _bed.Room.Get<NoticeBoard>().Version);
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Read_OnlyAConnectionWasClosed_NeedsNobody(DatabaseKind kind)
    {
        _bed = await NoticeBed.OpenAsync(kind);

        await RefuseAsync(RefusalCause.Stopping, 5, null);

        Assert.Empty(_bed.Room.Get<NoticeBoard>().RefusedOf(_bed.Tenant));
    }

    private async Task RefuseAsync(RefusalCause cause, int refusedMinutesAgo, int? usedMinutesAgo)
    {
        await _bed.RefuseAsync("Billing", cause, TimeSpan.FromMinutes(refusedMinutesAgo), usedMinutesAgo is { } used ? TimeSpan.FromMinutes(used) : null);
        await _bed.LookAsync();
    }
}
