using EmailConsole.Outbox;
using EmailConsole.Outbox.Store.Sql;
using EmailConsole.Persistence;

namespace EmailConsole.Tests.Outbox.Store.Sqlite;

public sealed class RetrySoonerWriteTests : IAsyncLifetime
{
    private OutboxBed _bed = null!;

    public async Task InitializeAsync() => _bed = await OutboxBed.OpenAsync();

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Write_WaitsForItsNextTry_IsDueNowAndKeepsWhatItHasOfAttempts()
    {
        var id = await _bed.AcceptAsync(Emails.New());
        await _bed.RecordAsync(await _bed.TakeOneAsync(id), Emails.Failed(451));
        Assert.Empty(await _bed.TakeAsync());
        var version = _bed.History.VersionOf(_bed.Foo);

        Assert.Equal(1, await RunAsync());

        var due = Assert.Single(await _bed.TakeAsync());
        Assert.Equal((id, 1), (due.Id, due.Attempts));
        Assert.Equal(1, _bed.Outbox.CountsOf(_bed.Foo).Retrying);
        Assert.True(_bed.History.VersionOf(_bed.Foo) > version);
    }

    [Fact]
    public async Task Write_ScheduledAndFinishedAndOthers_StayAsTheyAre()
    {
        var failed = await _bed.AcceptAsync(Emails.New());
        await _bed.RecordAsync(await _bed.TakeOneAsync(failed), Emails.Failed(550));
        await _bed.AcceptAsync(Emails.New() with { SendAt = OutboxBed.Start.AddHours(1) });
        var other = await _bed.AcceptAsync(Emails.New(), _bed.Bar);
        await _bed.RecordAsync((await _bed.TakeAsync(tenantId: _bed.Bar)).Single(e => e.Id == other), Emails.Failed(451));

        Assert.Equal(0, await RunAsync());

        Assert.Empty(await _bed.TakeAsync());
        Assert.Empty(await _bed.TakeAsync(tenantId: _bed.Bar));
        Assert.Null((await _bed.FindAsync(failed))!.DueAt);
    }

    [Fact]
    public async Task Write_MoreThanAStep_EndsWithAllOfThem()
    {
        const int Count = (2 * RetrySoonerWrite.Step) + 1;
        await _bed.Accept.AcceptAsync(_bed.Foo, [.. Enumerable.Repeat(Emails.New(), Count)], null, (_, _) => ReadOnlyMemory<byte>.Empty);
        await _bed.WriteAsync($"UPDATE OutboxMessages SET State = 2, DueAt = {OutboxBed.Start.AddHours(1).ToMicroseconds()}");

        Assert.Equal(Count, await RunAsync());

        Assert.Equal(Count, (await _bed.TakeAsync(2 * Count)).Count);
    }

    private async Task<int> RunAsync()
    {
        var changed = 0;
        RetryStep step = default;
        do
        {
            step = await _bed.Writer.WriteAsync(new RetrySoonerWrite(_bed.Foo, step.Next, _bed.Time.GetUtcNow()));
            Assert.InRange(step.Changed, 0, RetrySoonerWrite.Step);
            changed += step.Changed;
        }
        while (step.Next != Guid.Empty);

        return changed;
    }
}
