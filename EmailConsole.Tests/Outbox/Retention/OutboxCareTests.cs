using EmailConsole.Outbox;
using EmailConsole.Outbox.Retention;
using EmailConsole.Outbox.Store;
using EmailConsole.Outbox.Store.Sql;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Outbox.Retention;

public sealed class OutboxCareTests
{
    [Fact]
    public async Task Run_OldHistory_GoesWithAllThatBelongsToItAndTheCounters()
    {
        await using var bed = await OutboxBed.OpenAsync();
        var delivered = await bed.AcceptAsync(Emails.New());
        await bed.RecordAsync(await bed.TakeOneAsync(delivered), Emails.Delivered);
        var failed = await bed.AcceptAsync(Emails.New());
        await bed.RecordAsync(await bed.TakeOneAsync(failed), Emails.Failed(550));
        var late = await bed.AcceptAsync(Emails.New() with { SendAt = OutboxBed.Start.AddDays(20), ExpiresAt = OutboxBed.Start.AddDays(60) });
        bed.Time.SetUtcNow(OutboxBed.Start.AddDays(29));
        var recent = await bed.AcceptAsync(Emails.New());
        await bed.Care.RunAsync(default);
        Assert.NotNull(await bed.FindAsync(delivered));
        await bed.RecordAsync(await bed.TakeOneAsync(late), Emails.Delivered);

        bed.Time.SetUtcNow(OutboxBed.Start.AddDays(30).AddSeconds(1));
        await bed.Get<ExpiryWatch>().RunAsync(default);
        await bed.Care.RunAsync(default);

        await using var db = await bed.DbAsync();
        Assert.Equal(new[] { late, recent }.Order(), (await db.Set<OutboxMessage>().Select(m => m.Id).ToListAsync()).Order());
        Assert.Equal(2, await db.Set<OutboxRecipient>().CountAsync());
        Assert.Equal([late], await db.Set<OutboxAttempt>().Select(a => a.MessageId).ToListAsync());
        Assert.Equal([recent], await db.Set<OutboxContent>().Select(c => c.MessageId).ToListAsync());
        Assert.Equal(new EmailCounts(0, 0, 1, 0, 1, 0), bed.Outbox.CountsOf(bed.Foo) with { Queued = 0, Expired = 1 });
        await using var after = await bed.OpenAfterKillAsync();
        Assert.Equal(bed.Outbox.CountsOf(bed.Foo), after.Outbox.CountsOf(after.Foo));
    }

    [Fact]
    public async Task Run_MoreThanOneStep_DeletesAll()
    {
        await using var bed = await OutboxBed.OpenAsync();
        await bed.Accept.AcceptAsync(bed.Foo, [.. Enumerable.Repeat(Emails.New(), 450)], null, (_, _) => default);
        var reports = (await bed.TakeAsync(450)).Select(e => new DeliveryReport(e, Emails.Delivered, OutboxBed.Start, TimeSpan.Zero)).ToList();
        await bed.Outbox.RecordAsync(reports);
        bed.Time.Advance(TimeSpan.FromDays(31));

        await bed.Care.RunAsync(default);

        await using var db = await bed.DbAsync();
        Assert.False(await db.Set<OutboxMessage>().AnyAsync());
        Assert.Equal(default, bed.Outbox.CountsOf(bed.Foo));
    }

    [Fact]
    public async Task Purge_ManyOldOnesStillWait_LooksAtSoManyAndGoesOnBehindThem()
    {
        await using var bed = await OutboxBed.OpenAsync();
        var later = Emails.New() with { SendAt = OutboxBed.Start.AddDays(90), ExpiresAt = OutboxBed.Start.AddDays(91) };
        await bed.Accept.AcceptAsync(bed.Foo, [.. Enumerable.Repeat(later, PurgeWrite.Look)], null, (_, _) => default);
        bed.Time.Advance(TimeSpan.FromSeconds(1));
        var delivered = await bed.AcceptAsync(Emails.New());
        await bed.RecordAsync(await bed.TakeOneAsync(delivered), Emails.Delivered);
        var now = bed.Time.GetUtcNow();

        var first = await bed.Writer.WriteAsync(new PurgeWrite(Guid.Empty, now.AddMinutes(1), now));
        Assert.NotNull(await bed.FindAsync(delivered));
        var second = await bed.Writer.WriteAsync(new PurgeWrite(first.Next, now.AddMinutes(1), now));

        Assert.Equal((true, false), (first.Next != Guid.Empty, first.HasMore));
        Assert.Equal(new PurgeStep(Guid.Empty, HasMore: false), second);
        Assert.Null(await bed.FindAsync(delivered));
        Assert.Equal(PurgeWrite.Look, bed.Outbox.CountsOf(bed.Foo).Queued);
    }

    [Fact]
    public async Task Run_ContentOfDelivered_GoesAfterItsTime()
    {
        await using var bed = await OutboxBed.OpenAsync(o => o.ContentRetention = TimeSpan.FromDays(1));
        var delivered = await bed.AcceptAsync(Emails.New());
        await bed.RecordAsync(await bed.TakeOneAsync(delivered), Emails.Delivered);
        var failed = await bed.AcceptAsync(Emails.New());
        await bed.RecordAsync(await bed.TakeOneAsync(failed), Emails.Failed(550));
        await bed.Care.RunAsync(default);
        Assert.True(await bed.HasContentAsync(delivered));

        bed.Time.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1));
        await bed.Care.RunAsync(default);

        Assert.Equal((false, true), (await bed.HasContentAsync(delivered), await bed.HasContentAsync(failed)));
        Assert.NotNull(await bed.FindAsync(delivered));
    }

    [Fact]
    public async Task Run_ForgottenKeys_AreDeleted()
    {
        await using var bed = await OutboxBed.OpenAsync();
        await bed.Accept.AcceptAsync(bed.Foo, [Emails.New()], IdempotencyKey.Of("k", "emails", "b"u8), (_, _) => default);
        bed.Time.Advance(TimeSpan.FromHours(24) + TimeSpan.FromSeconds(1));

        await bed.Care.RunAsync(default);

        await using var db = await bed.DbAsync();
        Assert.False(await db.Set<OutboxKey>().AnyAsync());
    }
}
