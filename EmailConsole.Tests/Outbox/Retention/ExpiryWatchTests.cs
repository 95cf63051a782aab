using EmailConsole.Delivery;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Retention;

namespace EmailConsole.Tests.Outbox.Retention;

public sealed class ExpiryWatchTests : IAsyncLifetime
{
    private static readonly DateTimeOffset End = OutboxBed.Start.AddMinutes(5);

    private OutboxBed _bed = null!;

    public async Task InitializeAsync() => _bed = await OutboxBed.OpenAsync();

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Run_OneMomentBeforeItsTime_Waits()
    {
        var code = await _bed.AcceptAsync(Emails.New() with { ExpiresAt = End });
        _bed.Time.SetUtcNow(End.AddTicks(-1));

        await RunAsync();

        Assert.Equal(EmailState.Queued, (await _bed.FindAsync(code))!.State);
    }

    [Fact]
    public async Task Run_AtItsTime_ExpiresAndTheLanesLetGoOfIt()
    {
        var code = await _bed.AcceptAsync(Emails.New() with { ExpiresAt = End });
        var other = await _bed.AcceptAsync(Emails.New(), _bed.Bar);
        _bed.Time.SetUtcNow(End);

        await RunAsync();

        Assert.Equal((EmailState.Expired, EmailState.Queued), ((await _bed.FindAsync(code))!.State, (await _bed.FindAsync(other))!.State));
        Assert.Equal((1, 0), (_bed.Outbox.CountsOf(_bed.Foo).Expired, _bed.Outbox.CountsOf(_bed.Bar).Expired));
        Assert.Contains(_bed.Lanes.EndedWithdrawals, ids => ids.Contains(code));
    }

    [Fact]
    public async Task Run_BeingSent_IsLeftToItsOutcome()
    {
        var code = await _bed.AcceptAsync(Emails.New() with { ExpiresAt = End });
        var other = await _bed.AcceptAsync(Emails.New() with { ExpiresAt = End });
        var taken = await _bed.TakeOneAsync(code);
        _bed.Lanes.Sending.Add(code);
        _bed.Time.SetUtcNow(End);

        await RunAsync();

        Assert.Equal((EmailState.Queued, EmailState.Expired), ((await _bed.FindAsync(code))!.State, (await _bed.FindAsync(other))!.State));
        Assert.Equal(EmailState.Delivered, (await _bed.RecordAsync(taken, Emails.Delivered)).State);
    }

    [Fact]
    public async Task Run_MailCouldNotLeave_TheReasonIsKeptWhereNoAttemptSaysIt()
    {
        var untried = await _bed.AcceptAsync(Emails.New() with { ExpiresAt = End });
        var tried = await _bed.AcceptAsync(Emails.New() with { ExpiresAt = End });
        await _bed.RecordAsync(await _bed.TakeOneAsync(tried), Emails.Failed(451));
        var signIn = new FailureCause(DeliveryFailureKind.AuthenticationRefused, DeliveryStage.Authenticate, null);
        _bed.Lanes.Hindrance = new Hindrance("535 5.7.8 " + new string('x', 1000), signIn);
        _bed.Time.SetUtcNow(End);

        await RunAsync();

        var reason = (await _bed.FindAsync(untried))!.LastReply!;
        Assert.StartsWith("535 5.7.8 x", reason, StringComparison.Ordinal);
        Assert.Equal(300, reason.Length);
        Assert.Equal(signIn.ToString(), (await _bed.FindAsync(untried))!.Cause);
        Assert.Equal((EmailState.Expired, "451 words of the server"), ((await _bed.FindAsync(tried))!.State, (await _bed.FindAsync(tried))!.LastReply));
    }

    [Fact]
    public async Task Run_MoreThanOneStep_ExpiresAll()
    {
        await _bed.Accept.AcceptAsync(_bed.Foo, [.. Enumerable.Repeat(Emails.New() with { ExpiresAt = End }, 450)], null, (_, _) => default);
        _bed.Time.SetUtcNow(End);

        await RunAsync();

        Assert.Equal((450, 0), (_bed.Outbox.CountsOf(_bed.Foo).Expired, _bed.Outbox.CountsOf(_bed.Foo).Waiting));
    }

    private Task RunAsync() => _bed.Get<ExpiryWatch>().RunAsync(CancellationToken.None);
}
