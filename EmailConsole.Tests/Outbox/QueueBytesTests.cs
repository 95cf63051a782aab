using System.Text;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Store;
using EmailConsole.Outbox.Store.Sql;

namespace EmailConsole.Tests.Outbox;

/// <summary>What waits, and what is remembered, is bounded in bytes. A message of these tests has 700.</summary>
public sealed class QueueBytesTests : IAsyncLifetime
{
    private OutboxBed _bed = null!;

    public async Task InitializeAsync() => _bed = await OutboxBed.OpenAsync(o => (o.MaxMessageSize, o.QueueBytes, o.KeyBytes) = (1500, 1500, 1024));

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Accept_BytesFull_IsRefusedUntilSomethingLeaves()
    {
        var first = await _bed.AcceptAsync(Emails.New());
        var second = await _bed.AcceptAsync(Emails.New());

        Assert.Equal(QueueBound.Bytes, Assert.IsType<AcceptOutcome.QueueFull>(await AcceptAsync(1)).Bound);
        await _bed.AcceptAsync(Emails.New(), _bed.Bar);
        Assert.Equal(1400, Waiting(_bed));

        await _bed.RecordAsync(await _bed.TakeOneAsync(first), Emails.Failed(451));
        Assert.Equal(1400, Waiting(_bed));
        await _bed.Change.CancelAsync(_bed.Foo, [second], CancellationToken.None);
        Assert.Equal(700, Waiting(_bed));
        Assert.IsType<AcceptOutcome.Accepted>(await AcceptAsync(1));
    }

    [Fact]
    public async Task Accept_Partly_TakesWhatFits()
    {
        var outcome = Assert.IsType<AcceptOutcome.Accepted>(await AcceptAsync(3));

        Assert.Equal([true, true, false], outcome.Ids.Select(id => id is not null));
        Assert.Equal(1400, Waiting(_bed));
    }

    [Fact]
    public async Task Accept_ManyAtOnce_NeverPassTheLimit()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() => AcceptAsync(1))));

        Assert.Equal(2, outcomes.OfType<AcceptOutcome.Accepted>().Count());
        Assert.Equal(1400, Waiting(_bed));
    }

    [Fact]
    public async Task EveryEnd_OfAMessage_GivesItsBytesBack()
    {
        var id = await _bed.AcceptAsync(Emails.New());
        await _bed.RecordAsync(await _bed.TakeOneAsync(id), Emails.Failed(550));
        Assert.Equal(0, Waiting(_bed));

        await _bed.Change.ResendAsync(_bed.Foo, [id]);
        Assert.Equal(700, Waiting(_bed));
        await _bed.RecordAsync(await _bed.TakeOneAsync(id), Emails.Delivered);
        Assert.Equal(0, Waiting(_bed));

        var late = await _bed.AcceptAsync(Emails.New() with { ExpiresAt = OutboxBed.Start.AddMinutes(1) });
        _bed.Time.Advance(TimeSpan.FromMinutes(2));
        await _bed.Outbox.ExpireAsync([late]);
        Assert.Equal(0, Waiting(_bed));
    }

    [Fact]
    public async Task Resend_BytesFull_IsRefused()
    {
        var failed = await _bed.AcceptAsync(Emails.New());
        await _bed.RecordAsync(await _bed.TakeOneAsync(failed), Emails.Failed(550));
        await AcceptAsync(2);

        Assert.Equal([EmailChange.QueueFull], await _bed.Change.ResendAsync(_bed.Foo, [failed]));
    }

    [Fact]
    public async Task Open_AfterAKill_CountsAsBefore()
    {
        await AcceptAsync(1, "k");
        await using var after = await _bed.OpenAfterKillAsync();

        Assert.Equal(new KeptBytes(700, OutboxKey.Cost(1)), after.Get<OutboxTally>().BytesOf(after.Foo));
    }

    [Fact]
    public async Task Accept_KeysFull_IsRefusedUntilTheyAreForgottenAndWithoutAKeyAccepted()
    {
        var kept = 0;
        while (await AcceptAsync(1, $"{kept}") is AcceptOutcome.Accepted { Ids: [{ } id] })
        {
            kept++;
            await _bed.RecordAsync(await _bed.TakeOneAsync(id), Emails.Delivered);
        }

        Assert.Equal(1024 / OutboxKey.Cost(1), kept);
        Assert.Equal(QueueBound.Keys, Assert.IsType<AcceptOutcome.QueueFull>(await AcceptAsync(1, "another")).Bound);
        Assert.IsType<AcceptOutcome.Replayed>(await AcceptAsync(1, "0"));
        Assert.IsType<AcceptOutcome.Accepted>(await AcceptAsync(1));

        _bed.Time.Advance(TimeSpan.FromHours(25));
        await _bed.Writer.WriteAsync(new PurgeWrite(Guid.Empty, OutboxBed.Start, _bed.Time.GetUtcNow()));
        Assert.Equal(0, _bed.Get<OutboxTally>().BytesOf(_bed.Foo).Keys);
        Assert.IsType<AcceptOutcome.Accepted>(await AcceptAsync(1, "another"));
    }

    [Fact]
    public async Task Accept_KeyWhoseTimeIsOver_IsCountedOnce()
    {
        await AcceptAsync(1, "k");
        _bed.Time.Advance(TimeSpan.FromHours(24));
        await AcceptAsync(1, "k");

        Assert.Equal(OutboxKey.Cost(1), _bed.Get<OutboxTally>().BytesOf(_bed.Foo).Keys);
    }

    private static long Waiting(OutboxBed bed) => bed.Get<OutboxTally>().BytesOf(bed.Foo).Waiting;

    private Task<AcceptOutcome> AcceptAsync(int count, string? key = null) => _bed.Accept.AcceptAsync(
        _bed.Foo,
        [.. Enumerable.Repeat(Emails.New(), count)],
        key is null ? null : IdempotencyKey.Of(key, "emails", Encoding.UTF8.GetBytes(key)),
        (_, _) => new byte[1]);
}
