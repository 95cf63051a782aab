using EmailConsole.Outbox;

namespace EmailConsole.Tests.Outbox;

public sealed class ChangeEmailsTests : IAsyncLifetime
{
    private OutboxBed _bed = null!;

    public async Task InitializeAsync() => _bed = await OutboxBed.OpenAsync();

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Cancel_Waiting_IsNeverTakenAgain()
    {
        var id = await _bed.AcceptAsync(Emails.New());

        Assert.Equal([EmailChange.Done], await CancelAsync(id));

        Assert.Equal(EmailState.Cancelled, (await _bed.FindAsync(id))!.State);
        Assert.Empty(await _bed.TakeAsync());
        Assert.Equal(new EmailCounts(0, 0, 0, 0, 0, 1), _bed.Outbox.CountsOf(_bed.Foo));
        Assert.Equal([EmailChange.AlreadyFinished], await CancelAsync(id));
    }

    [Fact]
    public async Task Cancel_BeingSent_IsTooLate()
    {
        var sending = await _bed.AcceptAsync(Emails.New());
        var waiting = await _bed.AcceptAsync(Emails.New());
        _bed.Lanes.Sending.Add(sending);

        Assert.Equal([EmailChange.BeingSent, EmailChange.Done], await CancelAsync(sending, waiting));
        Assert.Equal(EmailState.Queued, (await _bed.FindAsync(sending))!.State);
    }

    [Fact]
    public async Task Cancel_OfAnotherTenant_IsNotFound()
    {
        var foreign = await _bed.AcceptAsync(Emails.New(), _bed.Bar);

        Assert.Equal([EmailChange.NotFound, EmailChange.NotFound], await CancelAsync(foreign, Guid.CreateVersion7()));
        Assert.Equal(EmailState.Queued, (await _bed.FindAsync(foreign))!.State);
    }

    [Fact]
    public async Task Record_DeliveredAfterTheCancel_SaysTheTruth()
    {
        var id = await _bed.AcceptAsync(Emails.New());
        var taken = await _bed.TakeOneAsync(id);
        await CancelAsync(id);

        Assert.Equal(EmailState.Delivered, (await _bed.RecordAsync(taken, Emails.Delivered)).State);
        Assert.Equal(new EmailCounts(0, 0, 1, 0, 0, 0), _bed.Outbox.CountsOf(_bed.Foo));
    }

    [Fact]
    public async Task Record_FailedAfterTheCancel_StaysCancelled()
    {
        var id = await _bed.AcceptAsync(Emails.New());
        var taken = await _bed.TakeOneAsync(id);
        await CancelAsync(id);

        Assert.Equal(new RecordedEmail(id, EmailState.Cancelled, null), await _bed.RecordAsync(taken, Emails.Failed(451)));
    }

    [Fact]
    public async Task Resend_Failed_GoesAgainToThoseWhoDidNotGetIt()
    {
        var id = await _bed.AcceptAsync(Emails.New("ok@bar.example", "never@bar.example"));
        var first = await _bed.TakeOneAsync(id);
        await _bed.RecordAsync(first, Emails.DeliveredBut(("never@bar.example", 550)));
        _bed.Time.Advance(TimeSpan.FromDays(2));

        Assert.Equal([EmailChange.Done], await _bed.Change.ResendAsync(_bed.Foo, [id]));

        var again = await _bed.TakeOneAsync(id);
        Assert.Equal(["never@bar.example"], again.Recipients);
        Assert.Equal((first.InternetMessageId, 1, _bed.Time.GetUtcNow().AddHours(24)), (again.InternetMessageId, again.Attempts, again.ExpiresAt));
        Assert.Equal([_bed.Foo], _bed.Lanes.TenantsWithWork);
        Assert.Equal(EmailState.Delivered, (await _bed.RecordAsync(again, Emails.Delivered)).State);
        Assert.Equal([1, 2], (await _bed.FindAsync(id))!.AttemptHistory.Select(a => a.Number).Order());
    }

    [Fact]
    public async Task Resend_AfterManyAttempts_StartsWithShortPausesAgain()
    {
        var id = await _bed.AcceptAsync(Emails.New());
        for (var i = 0; i < 6; i++)
        {
            var retry = (await _bed.RecordAsync(await _bed.TakeOneAsync(id), Emails.Failed(451))).Retry!;
            _bed.Time.SetUtcNow(retry.DueAt);
        }

        await CancelAsync(id);
        await _bed.Change.ResendAsync(_bed.Foo, [id]);

        var next = (await _bed.RecordAsync(await _bed.TakeOneAsync(id), Emails.Failed(451))).Retry!;
        Assert.InRange(next.DueAt - _bed.Time.GetUtcNow(), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task Resend_DeliveredWithContentKept_GoesToAllUnderANewMessageId()
    {
        await using var bed = await OutboxBed.OpenAsync(o => o.ContentRetention = TimeSpan.FromDays(1));
        var id = await bed.AcceptAsync(Emails.New());
        var first = await bed.TakeOneAsync(id);
        await bed.RecordAsync(first, Emails.Delivered);

        Assert.Equal([EmailChange.Done], await bed.Change.ResendAsync(bed.Foo, [id]));

        var again = await bed.TakeOneAsync(id);
        Assert.Equal(first.Recipients, again.Recipients);
        Assert.NotEqual(first.InternetMessageId, again.InternetMessageId);
        Assert.EndsWith("@foo.example", again.InternetMessageId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resend_WhatCannotGoAgain_IsSaidSo()
    {
        var delivered = await _bed.AcceptAsync(Emails.New());
        await _bed.RecordAsync(await _bed.TakeOneAsync(delivered), Emails.Delivered);
        var waiting = await _bed.AcceptAsync(Emails.New());
        var code = await _bed.AcceptAsync(Emails.New() with { ExpiresAt = OutboxBed.Start.AddMinutes(1) });
        _bed.Time.Advance(TimeSpan.FromMinutes(1));
        await _bed.Outbox.ExpireAsync([code]);
        var foreign = await _bed.AcceptAsync(Emails.New(), _bed.Bar);

        Assert.Equal(
            [EmailChange.ContentGone, EmailChange.StillWaiting, EmailChange.Expired, EmailChange.NotFound],
            await _bed.Change.ResendAsync(_bed.Foo, [delivered, waiting, code, foreign]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Resend_TenantIsNotActive_StaysAsItIs(bool isDeleted)
    {
        var failed = await _bed.AcceptAsync(Emails.New());
        await _bed.RecordAsync(await _bed.TakeOneAsync(failed), Emails.Failed(550));
        await (isDeleted ? _bed.DeleteTenantAsync(_bed.Foo) : _bed.SetActiveAsync(_bed.Foo, isActive: false));

        Assert.Equal([EmailChange.TenantInactive], await _bed.Change.ResendAsync(_bed.Foo, [failed]));

        Assert.Equal(EmailState.Failed, (await _bed.FindAsync(failed))!.State);
        Assert.Empty(_bed.Lanes.TenantsWithWork);
        Assert.Equal(0, _bed.Outbox.CountsOf(_bed.Foo).Waiting);
    }

    private Task<IReadOnlyList<EmailChange>> CancelAsync(params Guid[] ids) => _bed.Change.CancelAsync(_bed.Foo, ids, CancellationToken.None);
}
