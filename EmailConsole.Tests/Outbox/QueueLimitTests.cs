using EmailConsole.Outbox;

namespace EmailConsole.Tests.Outbox;

public sealed class QueueLimitTests : IAsyncLifetime
{
    private OutboxBed _bed = null!;

    public async Task InitializeAsync() => _bed = await OutboxBed.OpenAsync(o => o.QueueLimit = 3);

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Accept_QueueFull_IsRefusedUntilSomethingLeaves()
    {
        var first = await _bed.AcceptAsync(Emails.New());
        await _bed.AcceptAsync(Emails.New());
        await _bed.AcceptAsync(Emails.New());

        Assert.IsType<AcceptOutcome.QueueFull>(await AcceptAsync(1));
        await _bed.AcceptAsync(Emails.New(), _bed.Bar);
        await _bed.RecordAsync(await _bed.TakeOneAsync(first), Emails.Delivered);
        Assert.IsType<AcceptOutcome.Accepted>(await AcceptAsync(1));
    }

    [Fact]
    public async Task Accept_ManyAtOnce_NeverPassTheLimit()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() => AcceptAsync(1))));

        Assert.Equal(3, outcomes.OfType<AcceptOutcome.Accepted>().Count());
        Assert.Equal(3, _bed.Outbox.CountsOf(_bed.Foo).Queued);
    }

    [Fact]
    public async Task Accept_BatchLargerThanTheRoom_TakesWhatFits()
    {
        var outcome = Assert.IsType<AcceptOutcome.Accepted>(await AcceptAsync(5));

        Assert.Equal([true, true, true, false, false], outcome.Ids.Select(id => id is not null));
        Assert.Equal(3, _bed.Outbox.CountsOf(_bed.Foo).Queued);
    }

    [Fact]
    public async Task Accept_DatabaseRefuses_GivesTheRoomBack()
    {
        await _bed.WriteAsync("ALTER TABLE OutboxContents RENAME TO Gone");
        await Assert.ThrowsAnyAsync<Exception>(() => AcceptAsync(3));
        await _bed.WriteAsync("ALTER TABLE Gone RENAME TO OutboxContents");

        Assert.IsType<AcceptOutcome.Accepted>(await AcceptAsync(3));
        Assert.Equal(3, _bed.Outbox.CountsOf(_bed.Foo).Queued);
    }

    [Fact]
    public async Task Resend_QueueFull_IsRefused()
    {
        var failed = await _bed.AcceptAsync(Emails.New());
        await _bed.RecordAsync(await _bed.TakeOneAsync(failed), Emails.Failed(550));
        await AcceptAsync(3);

        Assert.Equal([EmailChange.QueueFull], await _bed.Change.ResendAsync(_bed.Foo, [failed]));
    }

    private Task<AcceptOutcome> AcceptAsync(int count) =>
        _bed.Accept.AcceptAsync(_bed.Foo, [.. Enumerable.Repeat(Emails.New(), count)], null, (_, _) => default);
}
