using EmailConsole.Delivery;
using EmailConsole.Outbox;
using EmailConsole.Outbox.History;
using EmailConsole.Outbox.Store;
using EmailConsole.Tests.Delivery;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Outbox;

/// <summary>A message that a program wrote, on its way through the store.</summary>
public sealed class RawEmailTests : IAsyncLifetime
{
    private OutboxBed _bed = null!;

    public async Task InitializeAsync() => _bed = await OutboxBed.OpenAsync(options => options.ContentRetention = TimeSpan.FromDays(1));

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Accept_Raw_KeepsItsMessageIdItsDateAndItsSize()
    {
        var raw = RawMail.New();

        var id = await _bed.AcceptAsync(Of(raw));

        var stored = (await _bed.FindAsync(id))!;
        Assert.Equal((RawMail.MessageId, raw.Content.Length), (stored.InternetMessageId, stored.Size));
        var told = Assert.Single(_bed.Lanes.Told);
        Assert.Equal((RawMail.MessageId, null, raw), (told.Email!.MessageId, told.Email.Date, told.Email.Raw));
        Assert.Equal(raw.Content.Length, told.Waiting.Size);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(321)]
    public async Task Accept_RawWithoutAMessageIdThatCanBeStored_IsADefectOfWhoeverAsks(object? messageId)
    {
        var text = messageId is int length ? new string('x', length) : (string?)messageId;

        await Assert.ThrowsAsync<ArgumentException>(() => _bed.AcceptAsync(Emails.New() with { Content = RawMail.Email(RawMail.New()) with { MessageId = text } }));
    }

    [Fact]
    public async Task Resend_UnsignedToAll_HasANewMessageIdInItsBytesToo()
    {
        var raw = RawMail.New();
        var id = await DeliverAsync(raw);

        Assert.Equal([EmailChange.Done], await _bed.Change.ResendAsync(_bed.Foo, [id]));

        var (waiting, email) = await LoadAsync(id);
        Assert.NotEqual(RawMail.MessageId, waiting.InternetMessageId);
        Assert.EndsWith("@app.foo.example", waiting.InternetMessageId, StringComparison.Ordinal);
        Assert.Equal(waiting.InternetMessageId, email.MessageId);
        Assert.Equal(
            RawMail.Text(raw.Content).Replace($"Message-Id: <{RawMail.MessageId}>", $"Message-ID: <{waiting.InternetMessageId}>", StringComparison.Ordinal),
            RawMail.Text(email.Raw!.Content));
    }

    [Fact]
    public async Task Resend_SignedToAll_KeepsItsMessageIdAndItsBytes()
    {
        var raw = RawMail.New(isSigned: true);
        var id = await DeliverAsync(raw);

        Assert.Equal([EmailChange.Done], await _bed.Change.ResendAsync(_bed.Foo, [id]));

        var (waiting, email) = await LoadAsync(id);
        Assert.Equal((RawMail.MessageId, RawMail.MessageId), (waiting.InternetMessageId, email.MessageId));
        Assert.True(email.Raw!.Content.Span.SequenceEqual(raw.Content.Span));
        Assert.Equal([id], await FindAsync(RawMail.MessageId));
    }

    [Fact]
    public async Task Resend_UnsignedToThoseWhoDidNotGetIt_KeepsItsMessageIdAndItsBytes()
    {
        var raw = RawMail.New();
        var id = await _bed.AcceptAsync(Of(raw));
        await _bed.RecordAsync(await _bed.TakeOneAsync(id), Emails.Failed(550));

        await _bed.Change.ResendAsync(_bed.Foo, [id]);

        var (waiting, email) = await LoadAsync(id);
        Assert.Equal(RawMail.MessageId, waiting.InternetMessageId);
        Assert.True(email.Raw!.Content.Span.SequenceEqual(raw.Content.Span));
    }

    [Theory]
    [InlineData("no-domain-at-all")]
    [InlineData("an-end@")]
    public async Task Resend_MessageIdWithoutADomain_GetsOneOfOurs(string messageId)
    {
        var id = await _bed.AcceptAsync(Of(RawMail.New()) with { Content = RawMail.Email(RawMail.New()) with { MessageId = messageId } });
        await _bed.RecordAsync(await _bed.TakeOneAsync(id), Emails.Delivered);

        Assert.Equal([EmailChange.Done], await _bed.Change.ResendAsync(_bed.Foo, [id]));

        Assert.EndsWith("@unnamed.invalid", (await _bed.FindAsync(id))!.InternetMessageId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_MessageIdThatSeveralHave_FindsAllOfThem()
    {
        var first = await DeliverAsync(RawMail.New(isSigned: true));
        await _bed.Change.ResendAsync(_bed.Foo, [first]);
        _bed.Time.Advance(TimeSpan.FromSeconds(1));
        var second = await DeliverAsync(RawMail.New(isSigned: true));
        await _bed.Change.ResendAsync(_bed.Foo, [second]);
        _bed.Time.Advance(TimeSpan.FromSeconds(1));
        var third = await _bed.AcceptAsync(Of(RawMail.New()));
        var others = await _bed.AcceptAsync(Of(RawMail.New()), _bed.Bar);
        await _bed.AcceptAsync(Of(RawMail.New()) with { Content = RawMail.Email(RawMail.New()) with { MessageId = "another@app.foo.example" } });

        Assert.Equal([third, second, first], await FindAsync(RawMail.MessageId));
        Assert.Equal([others], await FindAsync(RawMail.MessageId, _bed.Bar));
        Assert.Equal(4, (await _bed.History.PageAsync(new EmailFilter { MessageId = RawMail.MessageId }, null, 20, default)).Emails.Count);
        Assert.Empty(await FindAsync("nobody@app.foo.example"));
    }

    [Fact]
    public async Task Find_LongMessageId_IsFoundAsAWhole()
    {
        var (one, other) = ($"{new string('x', 200)}1@foo.example", $"{new string('x', 200)}2@foo.example");
        var id = await _bed.AcceptAsync(Of(RawMail.New()) with { Content = RawMail.Email(RawMail.New()) with { MessageId = one } });

        Assert.Equal([id], await FindAsync(one));
        Assert.Empty(await FindAsync(other));
    }

    [Fact]
    public async Task Purge_RawMessages_LeaveNothingByWhichTheyWereFound()
    {
        var resent = await DeliverAsync(RawMail.New());
        await _bed.Change.ResendAsync(_bed.Foo, [resent]);
        await _bed.RecordAsync(await _bed.TakeOneAsync(resent), Emails.Delivered);
        await DeliverAsync(RawMail.New());
        _bed.Time.Advance(TimeSpan.FromDays(31));

        await _bed.Care.RunAsync(default);

        await using var db = await _bed.DbAsync();
        Assert.Empty(await db.Set<OutboxMessage>().ToListAsync());
        Assert.Empty(await db.Set<OutboxTag>().ToListAsync());
    }

    private static NewEmail Of(RawMessage raw) => Emails.New() with { Content = RawMail.Email(raw), Size = raw.Content.Length };

    private async Task<Guid> DeliverAsync(RawMessage raw)
    {
        var id = await _bed.AcceptAsync(Of(raw));
        await _bed.RecordAsync(await _bed.TakeOneAsync(id), Emails.Delivered);
        return id;
    }

    private async Task<(WaitingEmail Waiting, OutgoingEmail Email)> LoadAsync(Guid id)
    {
        var waiting = await _bed.TakeOneAsync(id);
        return (waiting, Assert.Single(await _bed.Outbox.LoadContentAsync([waiting], default)).Email!);
    }

    private async Task<List<Guid>> FindAsync(string messageId, Guid? tenantId = null) =>
        [.. (await _bed.History.PageAsync(new EmailFilter { TenantId = tenantId ?? _bed.Foo, MessageId = messageId }, null, 20, default)).Emails.Select(e => e.Id)];
}
