using System.Text;
using EmailConsole.Delivery;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Store;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Outbox.Content;

public sealed class EncryptionAtRestTests
{
    private static readonly NewEmail Secret = Emails.New() with
    {
        Content = Emails.New().Content with
        {
            Subject = "SUBJECT-8f1c",
            Text = "TEXT-8f1c",
            Html = "<b>HTML-8f1c</b>",
            Headers = [new("X-Note", "HEADER-8f1c")],
            Attachments = [new("NAME-8f1c", "text/plain", Encoding.ASCII.GetBytes("ATTACHED-8f1c"), "ID-8f1c")],
        },
    };

    [Fact]
    public async Task Files_QueuedMail_HoldNothingOfItsContent()
    {
        await using var bed = await OutboxBed.OpenAsync();
        var id = await bed.AcceptAsync(Secret);
        await using var after = await bed.OpenAfterKillAsync();
        var email = Assert.Single(await after.Outbox.LoadContentAsync([await after.TakeOneAsync(id)], default)).Email!;
        Assert.Equal(("SUBJECT-8f1c", "ID-8f1c"), (email.Subject, Assert.Single(email.Attachments).ContentId));

        var files = bed.DatabaseFiles.ToList();
        Assert.Contains(files, file => Read(file).Contains("someone@bar.example", StringComparison.Ordinal));
        foreach (var form in Forms("8f1c").Concat(Forms("ATTACHED")))
        {
            Assert.DoesNotContain(files, file => Read(file).Contains(form, StringComparison.Ordinal));
        }

        Assert.DoesNotContain(bed.Log.Lines, line => line.Contains("8f1c", StringComparison.Ordinal));
    }

    [Fact]
    public async Task LoadContent_CopiedIntoAnotherRow_CannotBeReadThere()
    {
        await using var bed = await OutboxBed.OpenAsync();
        var from = await bed.AcceptAsync(Secret);
        var to = await bed.AcceptAsync(Emails.New(), bed.Bar);
        await using (var db = await bed.DbAsync())
        {
            var stolen = await db.Set<OutboxContent>().Where(c => c.MessageId == from).Select(c => c.Protected).SingleAsync();
            await db.Set<OutboxContent>().Where(c => c.MessageId == to).ExecuteUpdateAsync(set => set.SetProperty(c => c.Protected, stolen));
        }

        var loaded = Assert.Single(await bed.Outbox.LoadContentAsync(await bed.TakeAsync(1, bed.Bar), default));

        Assert.Null(loaded.Email);
    }

    [Fact]
    public async Task LoadContent_KeyRingLost_EndsTheMessageWithCauseAndCure()
    {
        using var folder = new TemporaryFolder();
        Guid id;
        await using (var bed = await OutboxBed.OpenAsync(folder: folder.Path))
        {
            id = await bed.AcceptAsync(Secret);
        }

        await using var after = await OutboxBed.OpenAsync(folder: folder.Path, keys: "other-keys");
        var loaded = Assert.Single(await after.Outbox.LoadContentAsync([await after.TakeOneAsync(id)], default));

        Assert.Contains("key ring", loaded.Failure!.Advice.Cause, StringComparison.Ordinal);
        Assert.Contains("backup", loaded.Failure.Advice.Cure, StringComparison.Ordinal);
        Assert.Equal(EmailState.Failed, (await after.RecordAsync(loaded.Waiting, new DeliveryOutcome.Failed(loaded.Failure))).State);
    }

    private static string Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return Encoding.Latin1.GetString(bytes.ToArray());
    }

    private static IEnumerable<string> Forms(string text) =>
        [text, Convert.ToBase64String(Encoding.ASCII.GetBytes(text)).TrimEnd('='), Encoding.Latin1.GetString(Encoding.Unicode.GetBytes(text))];
}
