using EmailConsole.Outbox;
using EmailConsole.Outbox.Store;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Outbox.Retention;

public sealed class TenantEmailsTests
{
    [Fact]
    public async Task Remove_ATenant_TakesAllOfItsMessagesAndNoneOfAnothers()
    {
        await using var bed = await OutboxBed.OpenAsync();
        await bed.Accept.AcceptAsync(bed.Foo, [.. Enumerable.Repeat(Emails.New(), 450)], null, (_, _) => default);
        var others = await bed.AcceptAsync(Emails.New(), bed.Bar);

        await bed.Removal.RemoveAsync(bed.Foo, default);

        await using var db = await bed.DbAsync();
        Assert.Equal([others], await db.Set<OutboxMessage>().Select(m => m.Id).ToListAsync());
        Assert.Equal([others], await db.Set<OutboxContent>().Select(c => c.MessageId).ToListAsync());
        Assert.Equal(default, bed.Outbox.CountsOf(bed.Foo));
        Assert.Equal(1, bed.Outbox.CountsOf(bed.Bar).Queued);
    }

    [Fact]
    public async Task Remove_ATenantWithHistory_LeavesNoRowOfIt()
    {
        await using var bed = await OutboxBed.OpenAsync();
        foreach (var tenant in (Guid[])[bed.Foo, bed.Bar])
        {
            await bed.Accept.AcceptAsync(tenant, [Emails.New(), Emails.New()], Key("k"), (_, _) => default);
            var waiting = await bed.TakeAsync(tenantId: tenant);
            await bed.RecordAsync(waiting[0], Emails.Delivered, tenant);
            await bed.RecordAsync(waiting[1], Emails.Failed(451), tenant);
        }

        await bed.Removal.RemoveAsync(bed.Foo, default);

        Assert.Equal([], await bed.TablesWithAsync(bed.Foo));
        Assert.Equal(
            ["OutboxCounters", "OutboxKeys", "OutboxLatest", "OutboxMessages", "OutboxRecipients", "OutboxSizes", "OutboxTrends"], await bed.TablesWithAsync(bed.Bar));
        Assert.Equal(default, bed.Outbox.CountsOf(bed.Foo));
    }

    /// <summary>In the order of a deletion; whatever was accepted before is removed, and nothing is accepted after.</summary>
    [Fact]
    public async Task Remove_WhileRequestsArrive_LeavesNoRow()
    {
        await using var bed = await OutboxBed.OpenAsync();
        var accepted = 0;
        using var stop = new CancellationTokenSource();
        var requests = Enumerable.Range(0, 4).Select(i => Task.Run(async () =>
        {
            for (var n = 0; !stop.IsCancellationRequested; n++)
            {
                if (await bed.Accept.AcceptAsync(bed.Foo, [Emails.New()], Key($"{i}-{n}"), (_, _) => default) is AcceptOutcome.TenantInactive)
                {
                    return;
                }

                Interlocked.Increment(ref accepted);
            }
        })).ToList();
        await Task.WhenAny(Task.WhenAll(requests), Task.Run(() => SpinWait.SpinUntil(() => Volatile.Read(ref accepted) > 50, TimeSpan.FromSeconds(30))));

        await bed.SetActiveAsync(bed.Foo, isActive: false);
        await bed.Removal.RemoveAsync(bed.Foo, default);
        await bed.DeleteTenantAsync(bed.Foo);
        await bed.Removal.RemoveAsync(bed.Foo, default);
        await Task.WhenAll(requests).WaitAsync(Bound.Wait);
        await stop.CancelAsync();

        Assert.True(accepted > 50);
        Assert.Equal([], await bed.TablesWithAsync(bed.Foo));
    }

    private static IdempotencyKey Key(string key) => IdempotencyKey.Of(key, "emails", "body"u8);
}
