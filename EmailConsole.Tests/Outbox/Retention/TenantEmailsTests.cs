using EmailConsole.Outbox.Retention;
using EmailConsole.Outbox.Storage;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Outbox.Retention;

public sealed class TenantEmailsTests
{
    [Fact]
    public async Task Remove_ATenant_TakesAllOfItsMessagesAndNoneOfAnothers()
    {
        await using var bed = await OutboxBed.OpenAsync();
        await bed.Accept.AcceptAsync(bed.Foo, [.. Enumerable.Repeat(Emails.New(), 450)], null, _ => default);
        var others = await bed.AcceptAsync(Emails.New(), bed.Bar);

        await new TenantEmails(bed.Writer).RemoveAsync(bed.Foo, default);

        await using var db = await bed.DbAsync();
        Assert.Equal([others], await db.Set<OutboxMessage>().Select(m => m.Id).ToListAsync());
        Assert.Equal([others], await db.Set<OutboxContent>().Select(c => c.MessageId).ToListAsync());
        Assert.Equal(default, bed.Outbox.CountsOf(bed.Foo));
        Assert.Equal(1, bed.Outbox.CountsOf(bed.Bar).Queued);
    }
}
