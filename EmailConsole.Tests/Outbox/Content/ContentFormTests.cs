using System.Text;
using CsCheck;
using EmailConsole.Delivery;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Content;
using EmailConsole.Outbox.Store;
using EmailConsole.Tests.Delivery;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Outbox.Content;

public sealed class ContentFormTests
{
    [Fact]
    public void Read_WhatWasWritten_IsTheSameByteForByte() => Gen.Select(Gen.Byte.Array[0, 3000], Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool, Gen.String[0, 40])
        .Sample((bytes, eightBit, utf8, isSigned, mayNameOther, subject) =>
        {
            var raw = new RawMessage(bytes, eightBit, utf8, isSigned, mayNameOther);
            var email = RawMail.Email(raw) with { Subject = subject.Replace("\ud800", "", StringComparison.Ordinal) };

            var form = ContentForm.Write(StoredContent.Of(email));
            var read = ContentForm.Read(form)!;

            Assert.Equal(0x01, form[0]);
            Assert.True(form.AsSpan().EndsWith(bytes));
            Assert.Equal(raw with { Content = default }, read.Raw! with { Content = default });
            Assert.True(read.Raw!.Content.Span.SequenceEqual(bytes));
            Assert.Equal(RawMail.MessageId, read.MessageId);
            Assert.Equal("someone@bar.example", Assert.Single(read.To).Address);
        });

    [Fact]
    public void Write_Structured_IsJson()
    {
        var form = ContentForm.Write(StoredContent.Of(Emails.New().Content));

        Assert.Equal((byte)'{', form[0]);
        Assert.Equal("Code 421337", ContentForm.Read(form)!.Text);
        Assert.Null(ContentForm.Read(form)!.Raw);
    }

    [Theory]
    [InlineData(new byte[] { 2, 0, 0 })]
    [InlineData(new byte[] { (byte)'[' })]
    [InlineData(new byte[] { 1, 0x10, 0, 0, 0, 0 })]
    public void Read_FormThatIsNotKnown_IsNone(byte[] form) => Assert.Null(ContentForm.Read(form));

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 1 })]
    [InlineData(new byte[] { 1, 0, 9, 0, 0, 0 })]
    [InlineData(new byte[] { 1, 0, 255, 255, 255, 255 })]
    public void Read_WhatEndsTooEarly_IsDamaged(byte[] form) => Assert.Throws<InvalidDataException>(() => ContentForm.Read(form));

    [Fact]
    public async Task LoadContent_Raw_IsWhatTheLaneWasTold()
    {
        await using var bed = await OutboxBed.OpenAsync();
        var raw = RawMail.New("X-Note: 8f1c\n", isSigned: true) with { NeedsEightBit = true, MayNameOther = true };
        var id = await bed.AcceptAsync(Raw(raw));

        var loaded = Assert.Single(await bed.Outbox.LoadContentAsync([await bed.TakeOneAsync(id)], default)).Email!;

        var told = Assert.Single(bed.Lanes.Told).Email!;
        Assert.Equal((told.MessageId, told.Subject, told.Date, null), (loaded.MessageId, loaded.Subject, loaded.Date, loaded.Date));
        Assert.Equal(told.Raw! with { Content = default }, loaded.Raw! with { Content = default });
        Assert.True(loaded.Raw!.Content.Span.SequenceEqual(raw.Content.Span));
        Assert.Equal(told.Envelope!.Select(m => m.Address), loaded.Envelope!.Select(m => m.Address));
        Assert.Equal(told.Recipients.Select(m => m.ToString()), loaded.Recipients.Select(m => m.ToString()));
        Assert.DoesNotContain(bed.DatabaseFiles, file => ReadText(file).Contains("8f1c", StringComparison.Ordinal));
    }

    [Fact]
    public async Task LoadContent_OneStillWaits_GoesToThatOneAlone()
    {
        await using var bed = await OutboxBed.OpenAsync();
        var id = await bed.AcceptAsync(Raw(RawMail.New(), "a@bar.example", "b@bar.example"));
        var retry = (await bed.RecordAsync(await bed.TakeOneAsync(id), Emails.DeliveredBut(("b@bar.example", 450)))).Retry!;
        bed.Time.SetUtcNow(retry.DueAt);

        var loaded = Assert.Single(await bed.Outbox.LoadContentAsync([await bed.TakeOneAsync(id)], default)).Email!;

        Assert.Equal("b@bar.example", Assert.Single(loaded.Envelope!).Address);
    }

    [Theory]
    [InlineData(new byte[] { 2, 3, 4 }, "newer version", false)]
    [InlineData(new byte[] { 1, 0 }, "damaged", true)]
    [InlineData(new byte[] { (byte)'{' }, "damaged", true)]
    public async Task LoadContent_WhatThisVersionCannotRead_SaysWhyAndNotThatKeysAreGone(byte[] form, string cause, bool isLasting)
    {
        await using var bed = await OutboxBed.OpenAsync();
        var id = await bed.AcceptAsync(Emails.New());
        var stored = bed.Get<IDataProtectionProvider>().CreateProtector("EmailConsole.Outbox", bed.Foo.ToString("D"), "Content").CreateProtector(id.ToString("D")).Protect(form);
        await using (var db = await bed.DbAsync())
        {
            await db.Set<OutboxContent>().Where(c => c.MessageId == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.Protected, stored));
        }

        var loaded = Assert.Single(await bed.Outbox.LoadContentAsync([await bed.TakeOneAsync(id)], default));

        Assert.Null(loaded.Email);
        Assert.Contains(cause, loaded.Failure!.Advice.Cause, StringComparison.Ordinal);
        Assert.DoesNotContain("key ring", loaded.Failure.Advice.Cause, StringComparison.Ordinal);
        Assert.Equal(isLasting, loaded.Failure.IsLasting);
        var recorded = await bed.RecordAsync(loaded.Waiting, new DeliveryOutcome.Failed(loaded.Failure));
        Assert.Equal(isLasting ? EmailState.Failed : EmailState.Retrying, recorded.State);
    }

    private static NewEmail Raw(RawMessage raw, params string[] to) => Emails.New(to) with { Content = RawMail.Email(raw), Size = raw.Content.Length };

    private static string ReadText(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return Encoding.Latin1.GetString(bytes.ToArray());
    }
}
