using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Kinds;
using EmailConsole.Kinds.CustomHttp;
using EmailConsole.Outbox;
using EmailConsole.Outbox.History;
using EmailConsole.Tests.Outbox;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Sending.Lanes;

/// <summary>What does not go at once.</summary>
public sealed class LaneRetryTests : IAsyncLifetime
{
    private readonly ScriptedSmtpServer _server = new();
    private readonly LaneBed _bed = new() { Settings = new Dictionary<string, string> { ["Outbox:FirstRetry"] = "00:00:01" } };

    public Task InitializeAsync()
    {
        _bed.Own(_server);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Send_EverySecondMessageIsAnswered421_AllArriveInTheEnd()
    {
        var asked = 0;
        _server.Script["MAIL"] = (session, line) => Interlocked.Increment(ref asked) % 2 == 0
            ? session.WriteLineAsync("421 4.7.0 Try again later")
            : session.BehaveAsync("MAIL", line);
        var tenant = await _bed.AddTenantAsync(_server.Start());

        await _bed.AcceptAsync(tenant, [.. Enumerable.Repeat(Emails.New(), 12)]);

        await Bound.UntilAsync(() => _bed.Outbox.CountsOf(tenant).Delivered == 12, most: TimeSpan.FromSeconds(90));
        Assert.Equal(12, _server.Messages.Count);
    }

    [Fact]
    public async Task Send_OneRecipientRefusedAndOneDeferred_OnlyTheDeferredOneIsTriedAgain()
    {
        var deferred = 0;
        _server.Script["RCPT"] = (session, line) =>
            line.Contains("nobody@", StringComparison.Ordinal) ? session.WriteLineAsync("550 5.1.1 No such user")
            : line.Contains("later@", StringComparison.Ordinal) && Interlocked.Increment(ref deferred) == 1 ? session.WriteLineAsync("451 4.2.0 Later")
            : session.BehaveAsync("RCPT", line);
        var tenant = await _bed.AddTenantAsync(_server.Start());

        var id = await _bed.AcceptAsync(tenant, Emails.New("good@bar.example", "nobody@bar.example", "later@bar.example"));

        await _bed.SettledAsync(tenant, 1, EmailState.Failed);
        var recipients = (await _bed.FindAsync(id)).Recipients.ToDictionary(r => r.Address, r => r.State);
        Assert.Equal((EmailState.Delivered, EmailState.Failed, EmailState.Delivered),
            (recipients["good@bar.example"], recipients["nobody@bar.example"], recipients["later@bar.example"]));
        Assert.Equal(2, _server.Messages.Count);
        Assert.Single(_server.Commands, c => c.Contains("good@", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Send_OneOfThreeRefused_TheAttemptSaysWhyAndWhatToDo()
    {
        _server.Script["RCPT"] = (session, line) =>
            line.Contains("nobody@", StringComparison.Ordinal) ? session.WriteLineAsync("550 5.1.1 No such user") : session.BehaveAsync("RCPT", line);
        var tenant = await _bed.AddTenantAsync(_server.Start());

        var id = await _bed.AcceptAsync(tenant, Emails.New("a1@bar.example", "nobody@bar.example", "a2@bar.example"));
        var alone = await _bed.AcceptAsync(tenant, Emails.New("nobody@bar.example"));

        await _bed.SettledAsync(tenant, 2, EmailState.Failed);
        var (attempt, same) = (Assert.Single((await _bed.FindAsync(id)).AttemptHistory), Assert.Single((await _bed.FindAsync(alone)).AttemptHistory));
        Assert.Equal((AttemptOutcome.Delivered, null, null), (attempt.Outcome, attempt.ReplyCode, attempt.EnhancedCode));
        Assert.StartsWith("250", attempt.ServerText, StringComparison.Ordinal);
        Assert.Equal((same.Stage, same.Kind, same.Blame, same.Cause, same.Cure), (attempt.Stage, attempt.Kind, attempt.Blame, attempt.Cause, attempt.Cure));
        Assert.Contains("does not exist", attempt.Cause, StringComparison.Ordinal);
        Assert.NotNull(attempt.Cure);
    }

    [Fact]
    public async Task Send_NobodyAccepted_EachGoesByItsOwnReply()
    {
        var isLater = true;
        _server.Script["RCPT"] = (session, line) =>
            line.Contains("nobody@", StringComparison.Ordinal) ? session.WriteLineAsync("550 5.1.1 No such user")
            : Volatile.Read(ref isLater) ? session.WriteLineAsync("451 4.2.0 Later")
            : session.BehaveAsync("RCPT", line);
        var tenant = await _bed.AddTenantAsync(_server.Start());

        var id = await _bed.AcceptAsync(tenant, Emails.New("nobody@bar.example", "later@bar.example"));
        await _bed.SettledAsync(tenant, 1, EmailState.Retrying);
        var between = await _bed.FindAsync(id);
        Volatile.Write(ref isLater, false);
        await _bed.SettledAsync(tenant, 1, EmailState.Failed);
        var after = await _bed.FindAsync(id);

        Assert.Equal(
            [("later@bar.example", EmailState.Retrying, "451 4.2.0 Later"), ("nobody@bar.example", EmailState.Failed, "550 5.1.1 No such user")],
            between.Recipients.OrderBy(r => r.Address).Select(r => (r.Address, r.State, r.LastReply)));
        Assert.Equal(
            [("later@bar.example", EmailState.Delivered), ("nobody@bar.example", EmailState.Failed)],
            after.Recipients.OrderBy(r => r.Address).Select(r => (r.Address, r.State)));
        Assert.Single(_server.Messages);
        Assert.Single(_server.Commands, c => c.Contains("nobody@", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Send_OneBadMessage_DelaysNoOther()
    {
        _server.Script["RCPT"] = (session, line) => line.Contains("bad@", StringComparison.Ordinal)
            ? session.WriteLineAsync("451 4.3.0 Not this one")
            : session.BehaveAsync("RCPT", line);
        var tenant = await _bed.AddTenantAsync(_server.Start());

        var bad = await _bed.AcceptAsync(tenant, Emails.New("bad@bar.example"));
        await _bed.AcceptAsync(tenant, [.. Enumerable.Repeat(Emails.New(), 20)]);

        await _bed.SettledAsync(tenant, 20);
        Assert.Equal(EmailState.Retrying, (await _bed.FindAsync(bad)).State);
        Assert.Equal(CircuitPosition.Closed, _bed.Channels.Find(tenant)!.Circuit.Position);
    }

    [Fact]
    public async Task Send_ReceiverIsDownForAWhile_ArrivesWhenItIsBack()
    {
        var port = FreePorts.Take(1)[0];
        var tenant = await _bed.AddTenantAsync(LaneBed.SettingsFor(_server) with { Port = port });
        var id = await _bed.AcceptAsync(tenant);
        await _bed.SettledAsync(tenant, 1, EmailState.Retrying);

        // The provider moves to where a server is
        await _bed.UpdateAsync(tenant, LaneBed.SettingsFor(_server.Start()));

        await _bed.SettledAsync(tenant, 1);
        Assert.True((await _bed.FindAsync(id)).Attempts >= 2);
    }

    [Fact]
    public async Task Send_SendAtInTheFuture_WaitsForItsTime()
    {
        var tenant = await _bed.AddTenantAsync(_server.Start());
        var sendAt = TimeProvider.System.GetUtcNow().AddSeconds(2);

        var id = await _bed.AcceptAsync(tenant, Emails.New() with { SendAt = sendAt });

        await _bed.SettledAsync(tenant, 1);
        Assert.True(Assert.Single((await _bed.FindAsync(id)).AttemptHistory).StartedAt >= sendAt);
    }

    [Fact]
    public async Task Send_ExpiredWhileTheServerHung_IsNeverSent()
    {
        _server.FallSilentAt("CONNECT").Start();
        var tenant = await _bed.AddTenantAsync(_server);
        await _bed.AcceptAsync(tenant);
        await _server.Silent;
        var late = await _bed.AcceptAsync(tenant, Emails.New("late@bar.example") with { ExpiresAt = TimeProvider.System.GetUtcNow().AddSeconds(1) });

        // When its time is over, not when the server can be used again
        await _bed.SettledAsync(tenant, 1, EmailState.Expired);
        Assert.Equal(EmailState.Expired, (await _bed.FindAsync(late)).State);
        var good = _bed.Own(new ScriptedSmtpServer().Start());

        await _bed.UpdateAsync(tenant, LaneBed.SettingsFor(good));
        await _bed.AcceptAsync(tenant);

        await _bed.SettledAsync(tenant, 1);
        Assert.DoesNotContain(good.Commands, c => c.Contains("late@", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cancel_ServerHasNotGreeted_IsNeverSent()
    {
        var greets = new TaskCompletionSource();
        _server.Script["CONNECT"] = async (session, line) =>
        {
            await greets.Task.WaitAsync(_server.Stopping);
            await session.BehaveAsync("CONNECT", line);
        };
        _server.Start();
        var tenant = await _bed.AddTenantAsync(_server);
        var taken = await _bed.AcceptAsync(tenant, Emails.New("taken@bar.example"));
        await Bound.UntilAsync(async () => await UnderWayAsync(taken) is { Stage: DeliveryStage.Greeting, Limit.TotalSeconds: >= 30 and < 60 });
        var waiting = await _bed.AcceptAsync(tenant, Emails.New("waiting@bar.example"));

        var changes = await _bed.Change.CancelAsync(tenant, [waiting, taken], CancellationToken.None);

        Assert.Equal([EmailChange.Done, EmailChange.Done], changes);
        Assert.Null(await UnderWayAsync(taken));
        greets.SetResult();
        await _bed.AcceptAsync(tenant, Emails.New("next@bar.example"));
        await _bed.SettledAsync(tenant, 1);
        Assert.Equal(["RCPT TO:<next@bar.example>"], _server.Commands.Where(c => c.StartsWith("RCPT", StringComparison.Ordinal)));
        Assert.Equal((EmailState.Cancelled, 0), await _bed.FindAsync(taken) is var row ? (row.State, row.Attempts) : default);
    }

    [Fact]
    public async Task Cancel_ServerHasTheSender_IsTooLate()
    {
        _server.FallSilentAt("RCPT").Start();
        var tenant = await _bed.AddTenantAsync(_server);
        var taken = await _bed.AcceptAsync(tenant);
        await _server.Silent;

        Assert.Equal([EmailChange.BeingSent], await _bed.Change.CancelAsync(tenant, [taken], CancellationToken.None));
        Assert.Equal(EmailState.Queued, (await _bed.FindAsync(taken)).State);
    }

    /// <summary>One request a recipient, each over a connection that the request opens itself.</summary>
    [Fact]
    public async Task Cancel_ApiDoesNotAnswerTheConnection_IsNeverSent()
    {
        var drops = new TaskCompletionSource();
        var connected = new TaskCompletionSource();
        _server.Script["CONNECT"] = async (session, _) =>
        {
            connected.TrySetResult();
            await drops.Task.WaitAsync(_server.Stopping);
            session.Drop();
        };
        var tenant = await _bed.AddTenantAsync(new EmailProviderSettings
        {
            Kind = CustomHttpKind.Id,
            Host = "",
            FromAddress = "codes@foo.example",
            AuthenticationType = AuthenticationType.None,
            Values = ProviderKinds.Find(CustomHttpKind.Id)!.Defaults.With(CustomHttpKind.Url, $"https://localhost:{_server.Start().Port}/send"),
        });
        var id = await _bed.AcceptAsync(tenant, Emails.New("a1@bar.example", "a2@bar.example"));
        await connected.Task.WaitAsync(Bound.Wait);

        Assert.Equal([EmailChange.Done], await _bed.Change.CancelAsync(tenant, [id], CancellationToken.None));

        drops.SetResult();
        await Bound.UntilAsync(() => _bed.Lanes.Find(tenant)!.Sending == 0);
        Assert.Equal((EmailState.Cancelled, 0), await _bed.FindAsync(id) is var row ? (row.State, row.Attempts) : default);
    }

    [Fact]
    public async Task Resend_CancelledAndItsFlightStillHangs_IsSentOnce()
    {
        var greets = new TaskCompletionSource();
        _server.Script["CONNECT"] = async (session, line) =>
        {
            await greets.Task.WaitAsync(_server.Stopping);
            await session.BehaveAsync("CONNECT", line);
        };
        var tenant = await _bed.AddTenantAsync(_server.Start());
        var id = await _bed.AcceptAsync(tenant);
        await Bound.UntilAsync(async () => await UnderWayAsync(id) is { Stage: DeliveryStage.Greeting });

        // And again: each time it is the database that says what becomes of it
        for (var times = 0; times < 2; times++)
        {
            Assert.Equal([EmailChange.Done], await _bed.Change.CancelAsync(tenant, [id], CancellationToken.None));
            Assert.Equal([EmailChange.Done], await _bed.Change.ResendAsync(tenant, [id]));
        }

        greets.SetResult();
        await _bed.SettledAsync(tenant, 1);
        await _bed.AcceptAsync(tenant, Emails.New("next@bar.example"));
        await _bed.SettledAsync(tenant, 2);
        Assert.Equal(["RCPT TO:<someone@bar.example>", "RCPT TO:<next@bar.example>"], _server.Commands.Where(c => c.StartsWith("RCPT", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Resend_CancelledAndItsFlightFailsAfterwards_IsTriedAgain()
    {
        var drops = new TaskCompletionSource();
        _server.Script["CONNECT"] = async (session, line) =>
        {
            if (!drops.Task.IsCompleted)
            {
                await drops.Task.WaitAsync(_server.Stopping);
                session.Drop();
            }
            else
            {
                await session.BehaveAsync("CONNECT", line);
            }
        };
        var tenant = await _bed.AddTenantAsync(_server.Start());
        var id = await _bed.AcceptAsync(tenant);
        await Bound.UntilAsync(async () => await UnderWayAsync(id) is { Stage: DeliveryStage.Greeting });
        await _bed.Change.CancelAsync(tenant, [id], CancellationToken.None);
        await _bed.Change.ResendAsync(tenant, [id]);

        drops.SetResult();

        await _bed.SettledAsync(tenant, 1);
        Assert.Single(_server.Messages);
    }

    private async Task<StageUnderWay?> UnderWayAsync(Guid id) => (await _bed.Service<EmailHistory>().FindAsync(null, id, CancellationToken.None))!.UnderWay;
}
