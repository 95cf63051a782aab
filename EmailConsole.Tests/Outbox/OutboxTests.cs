using EmailConsole.Delivery;
using EmailConsole.Outbox;
using MimeKit;

namespace EmailConsole.Tests.Outbox;

/// <summary>A message's way through the store.</summary>
public sealed class OutboxTests : IAsyncLifetime
{
    private OutboxBed _bed = null!;

    public async Task InitializeAsync() => _bed = await OutboxBed.OpenAsync();

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Accept_Message_IsQueuedCountedAndTold()
    {
        var id = await _bed.AcceptAsync(Emails.New("a@bar.example", "b@bar.example") with { Priority = EmailPriority.High, Metadata = """{"user":"7"}""" });

        var stored = await _bed.FindAsync(id);
        Assert.Equal(
            (EmailState.Queued, EmailPriority.High, OutboxBed.Start, OutboxBed.Start, OutboxBed.Start.AddHours(24), """{"user":"7"}""", 700),
            (stored!.State, stored.Priority, stored.AcceptedAt, stored.DueAt, stored.ExpiresAt, stored.Metadata, stored.Size));
        Assert.Equal(["a@bar.example", "b@bar.example"], stored.Recipients.OrderBy(r => r.Ordinal).Select(r => r.Address));
        Assert.Equal(new EmailCounts(1, 0, 0, 0, 0, 0), _bed.Outbox.CountsOf(_bed.Foo));
        var told = Assert.Single(_bed.Lanes.Told);
        Assert.Equal((id, $"{id:N}@foo.example"), (told.Waiting.Id, told.Email!.MessageId));
    }

    [Fact]
    public async Task Accept_WhatTheLaneIsTold_IsWhatTheDatabaseGives()
    {
        var id = await _bed.AcceptAsync(Full);

        var waiting = await _bed.TakeOneAsync(id);
        var loaded = Assert.Single(await _bed.Outbox.LoadContentAsync([waiting], CancellationToken.None));

        var told = Assert.Single(_bed.Lanes.Told);
        Assert.Equal(told.Waiting with { Recipients = waiting.Recipients }, waiting);
        Assert.Equal(told.Waiting.Recipients, waiting.Recipients);
        AssertSame(told.Email!, loaded.Email!);
        AssertSame(Full.Content with { Envelope = loaded.Email!.Envelope, MessageId = waiting.InternetMessageId, Date = OutboxBed.Start }, loaded.Email);
    }

    [Fact]
    public async Task Record_Delivered_DropsTheContentAndKeepsTheStory()
    {
        var id = await _bed.AcceptAsync(Emails.New());
        var waiting = await _bed.TakeOneAsync(id);
        _bed.Time.Advance(TimeSpan.FromSeconds(2));

        var recorded = await _bed.RecordAsync(waiting, Emails.Delivered);

        Assert.Equal(new RecordedEmail(id, EmailState.Delivered, null), recorded);
        var stored = await _bed.FindAsync(id);
        Assert.Equal(
            (EmailState.Delivered, null, OutboxBed.Start.AddSeconds(2), 1, "250 2.0.0 Ok: queued as 4Z1"),
            (stored!.State, stored.DueAt, stored.FinishedAt, stored.Attempts, stored.LastReply));
        Assert.Equal(EmailState.Delivered, stored.Recipients.Single().State);
        var attempt = stored.AttemptHistory.Single();
        Assert.Equal(
            (1, AttemptOutcome.Delivered, TimeSpan.FromMilliseconds(12), "250 2.0.0 Ok: queued as 4Z1"),
            (attempt.Number, attempt.Outcome, attempt.Duration, attempt.ServerText));
        Assert.False(await _bed.HasContentAsync(id));
        Assert.Empty(await _bed.TakeAsync());
        Assert.Equal(new EmailCounts(0, 0, 1, 0, 0, 0), _bed.Outbox.CountsOf(_bed.Foo));
    }

    [Fact]
    public async Task Record_Deferred_IsDueAgainLater()
    {
        var id = await _bed.AcceptAsync(Emails.New());

        var recorded = await _bed.RecordAsync(await _bed.TakeOneAsync(id), Emails.Failed(451));

        Assert.Equal((EmailState.Retrying, 1), (recorded.State, recorded.Retry!.Attempts));
        Assert.InRange(recorded.Retry.DueAt - OutboxBed.Start, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(6.25));
        Assert.Empty(await _bed.TakeAsync());
        Assert.Equal(new EmailCounts(0, 1, 0, 0, 0, 0), _bed.Outbox.CountsOf(_bed.Foo));

        _bed.Time.SetUtcNow(recorded.Retry.DueAt);
        var again = await _bed.TakeOneAsync(id);
        Assert.Equal(recorded.Retry with { Recipients = again.Recipients }, again);
        var attempt = (await _bed.FindAsync(id))!.AttemptHistory.Single();
        Assert.Equal(
            (AttemptOutcome.Failed, DeliveryStage.Recipient, 451, "451 words of the server", "The cause.", "The cure."),
            (attempt.Outcome, attempt.Stage, attempt.ReplyCode, attempt.ServerText, attempt.Cause, attempt.Cure));
    }

    [Fact]
    public async Task Record_SomeRecipientsRefused_TriesOnlyTheDeferredAgainAndEndsAmongTheFailed()
    {
        var id = await _bed.AcceptAsync(Emails.New("ok@bar.example", "later@bar.example", "never@bar.example"));

        var first = await _bed.RecordAsync(await _bed.TakeOneAsync(id), Emails.DeliveredBut(("later@bar.example", 450), ("never@bar.example", 550)));

        Assert.Equal(EmailState.Retrying, first.State);
        Assert.Equal(["later@bar.example"], first.Retry!.Recipients);
        _bed.Time.SetUtcNow(first.Retry.DueAt);
        var again = await _bed.TakeOneAsync(id);
        Assert.Equal(["later@bar.example"], again.Recipients);
        var content = Assert.Single(await _bed.Outbox.LoadContentAsync([again], CancellationToken.None)).Email!;
        Assert.Equal((3, 1), (content.Recipients.Count, content.Envelope!.Count));

        var second = await _bed.RecordAsync(again, Emails.Delivered);

        Assert.Equal((EmailState.Failed, null), (second.State, second.Retry));
        var recipients = (await _bed.FindAsync(id))!.Recipients.OrderBy(r => r.Ordinal).ToList();
        Assert.Equal([EmailState.Delivered, EmailState.Delivered, EmailState.Failed], recipients.Select(r => r.State));
        Assert.Equal((550, "550 words of the server"), (recipients[2].ReplyCode, recipients[2].LastReply));
        Assert.True(await _bed.HasContentAsync(id));
    }

    [Fact]
    public async Task Record_UnknownMessage_IsSaidSo() =>
        Assert.Equal(
            new RecordedEmail(_bed.Bar, null, null),
            await _bed.RecordAsync(
                new WaitingEmail(_bed.Bar, _bed.Foo, EmailPriority.Normal, OutboxBed.Start, OutboxBed.Start, OutboxBed.Start, 0, "", 0, []), Emails.Delivered));

    [Fact]
    public async Task TakeDue_Priorities_HighFirstThenTheLongestWaiting()
    {
        var bulk = await _bed.AcceptAsync(Emails.New() with { Priority = EmailPriority.Bulk });
        var normal = await _bed.AcceptAsync(Emails.New());
        _bed.Time.Advance(TimeSpan.FromSeconds(1));
        var later = await _bed.AcceptAsync(Emails.New());
        var high = await _bed.AcceptAsync(Emails.New() with { Priority = EmailPriority.High });

        Assert.Equal([high, normal, later, bulk], (await _bed.TakeAsync()).Select(e => e.Id));
        Assert.Equal([high, normal], (await _bed.TakeAsync(2)).Select(e => e.Id));
        Assert.Equal([bulk], (await _bed.Outbox.TakeDueAsync(_bed.Foo, EmailPriority.Bulk, 9, _bed.Time.GetUtcNow(), [], [], default)).Select(e => e.Id));
        Assert.Equal([later, bulk], (await _bed.Outbox.TakeDueAsync(_bed.Foo, null, 2, _bed.Time.GetUtcNow(), [high, normal], [], default)).Select(e => e.Id));
    }

    [Fact]
    public async Task TakeDue_ScheduledAndForeign_AreNotDue()
    {
        var scheduled = await _bed.AcceptAsync(Emails.New() with { SendAt = OutboxBed.Start.AddMinutes(5) });
        await _bed.AcceptAsync(Emails.New(), _bed.Bar);

        Assert.Empty(await _bed.TakeAsync());
        _bed.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal([scheduled], (await _bed.TakeAsync()).Select(e => e.Id));
    }

    [Fact]
    public async Task FindBacklogs_TenantsWithWork_WithTheirEarliest()
    {
        await _bed.AcceptAsync(Emails.New() with { SendAt = OutboxBed.Start.AddMinutes(5) });
        await _bed.AcceptAsync(Emails.New() with { SendAt = OutboxBed.Start.AddMinutes(3), Priority = EmailPriority.Bulk });
        var done = await _bed.AcceptAsync(Emails.New(), _bed.Bar);
        await _bed.RecordAsync((await _bed.TakeAsync(1, _bed.Bar)).Single(e => e.Id == done), Emails.Delivered);

        Assert.Equal([new TenantBacklog(_bed.Foo, 2, OutboxBed.Start.AddMinutes(3))], await _bed.Outbox.FindBacklogsAsync(default));
    }

    [Fact]
    public async Task Expire_OnlyWhatIsPastItsTime()
    {
        var code = await _bed.AcceptAsync(Emails.New() with { ExpiresAt = OutboxBed.Start.AddMinutes(5) });
        var other = await _bed.AcceptAsync(Emails.New());
        _bed.Time.Advance(TimeSpan.FromMinutes(5));

        await _bed.Outbox.ExpireAsync([code, other]);

        Assert.Equal((EmailState.Expired, EmailState.Queued), ((await _bed.FindAsync(code))!.State, (await _bed.FindAsync(other))!.State));
        Assert.Equal([other], (await _bed.TakeAsync()).Select(e => e.Id));
    }

    private static NewEmail Full { get; } = Emails.New("to@bar.example") with
    {
        Content = new OutgoingEmail([new MailboxAddress("Jane \"J\" Doe", "to@bar.example")], "Ваш код <&>", null, "<p>\"確認\" & 🔑</p>")
        {
            Cc = [new MailboxAddress(null, "cc@bar.example")],
            ReplyTo = [new MailboxAddress("Help", "help@bar.example")],
            Headers = [new("X-Note", "Größe")],
            Attachments = [new("a.pdf", "application/pdf", new byte[] { 0, 1, 2, 255 })],
        },
        Recipients = [new("to@bar.example", RecipientKind.To), new("cc@bar.example", RecipientKind.Cc), new("\"a b\"@xn--bcher-kva.example", RecipientKind.Bcc)],
    };

    private static void AssertSame(OutgoingEmail expected, OutgoingEmail actual)
    {
        Assert.Equal((expected.Subject, expected.Text, expected.Html, expected.MessageId, expected.Date), (actual.Subject, actual.Text, actual.Html, actual.MessageId, actual.Date));
        Assert.Equal(
            Lines(expected.Recipients, expected.Cc, expected.ReplyTo, expected.Envelope!), Lines(actual.Recipients, actual.Cc, actual.ReplyTo, actual.Envelope!));
        Assert.Equal(expected.Headers, actual.Headers);
        Assert.Equal(
            expected.Attachments.Select(a => (a.Name, a.ContentType, Convert.ToHexString(a.Content.Span))),
            actual.Attachments.Select(a => (a.Name, a.ContentType, Convert.ToHexString(a.Content.Span))));
    }

    private static IEnumerable<string> Lines(params IReadOnlyList<MailboxAddress>[] lists) => lists.Select(list => string.Join(", ", list));
}
