using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Outbox;
using EmailConsole.Tests.Outbox;
using EmailConsole.Tests.Sending.Lanes;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Sending.Channels;

/// <summary>Whoever is at fault pays alone: what one recipient or message meets with costs nobody else at the same server anything.</summary>
public sealed class ChannelBlameTests : IAsyncLifetime
{
    private readonly ScriptedSmtpServer _server = new() { Extensions = ["PIPELINING", "STARTTLS", "ENHANCEDSTATUSCODES"] };
    private readonly LaneBed _bed;

    public ChannelBlameTests() => _bed = new LaneBed { Deployment = LaneBed.FileFor(_server.Start()) };

    public Task InitializeAsync()
    {
        _bed.Own(_server);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Theory]
    [InlineData("450 4.1.2 <x@typo.invalid>: Recipient address rejected: Domain not found")]
    [InlineData("450 4.2.0 <x@typo.invalid>: Recipient address rejected: Greylisted")]
    [InlineData("451 4.7.1 Greylisting in action, please come back later")]
    public async Task Send_SixtyMistypedDomainsBesideCodes_OnlyTheyWait(string reply)
    {
        _server.Script["RCPT"] = (session, line) => line.Contains("@typo.invalid", StringComparison.Ordinal)
            ? session.WriteLineAsync(reply)
            : session.BehaveAsync("RCPT", line);
        var (bulk, codes) = (await _bed.AddTenantAsync(), await _bed.AddTenantAsync());

        await _bed.AcceptAsync(bulk, [.. Enumerable.Range(0, 60).Select(i => Emails.New($"u{i}@typo.invalid") with { Priority = EmailPriority.Bulk })]);
        await _bed.AcceptAsync(codes, [.. Enumerable.Repeat(Emails.New() with { Priority = EmailPriority.High }, 20)]);

        await _bed.SettledAsync(codes, 20);
        await _bed.SettledAsync(bulk, 60, EmailState.Retrying);
        var channel = Assert.Single(_bed.Channels.All());
        Assert.Equal((8, null, CircuitPosition.Closed), (channel.Allowed, channel.ThrottledUntil, channel.Circuit.Position));
    }

    [Fact]
    public async Task Send_OneOfTwoRecipientsIsDeferredAgainAndAgain_SlowsNothing()
    {
        _server.Script["RCPT"] = (session, line) => line.Contains("@typo.invalid", StringComparison.Ordinal)
            ? session.WriteLineAsync("450 4.1.2 Domain not found")
            : session.BehaveAsync("RCPT", line);
        var tenant = await _bed.AddTenantAsync(_server);

        await _bed.AcceptAsync(tenant, [.. Enumerable.Range(0, 30).Select(i => Emails.New("good@bar.example", $"u{i}@typo.invalid"))]);

        await _bed.SettledAsync(tenant, 30, EmailState.Retrying);
        var channel = _bed.Channels.Find(tenant)!;
        Assert.Equal((8, null, CircuitPosition.Closed), (channel.Allowed, channel.ThrottledUntil, channel.Circuit.Position));
        Assert.Equal(30, _server.Messages.Count);
    }

    [Fact]
    public async Task Send_GreylistedWithATime_WaitsSoLongAndNobodyElse()
    {
        _server.Script["RCPT"] = (session, line) => line.Contains("grey@", StringComparison.Ordinal)
            ? session.WriteLineAsync("450 4.2.0 Greylisted, try again in 300 seconds")
            : session.BehaveAsync("RCPT", line);
        var tenant = await _bed.AddTenantAsync(_server);

        var grey = await _bed.AcceptAsync(tenant, Emails.New("grey@bar.example"));
        await _bed.SettledAsync(tenant, 1, EmailState.Retrying);
        await _bed.AcceptAsync(tenant, [.. Enumerable.Repeat(Emails.New(), 10)]);

        await _bed.SettledAsync(tenant, 10);
        var waiting = await _bed.FindAsync(grey);
        Assert.InRange(waiting.DueAt!.Value - waiting.AttemptHistory.Single().StartedAt, TimeSpan.FromSeconds(299), TimeSpan.FromSeconds(330));
        Assert.Equal(Blame.Recipient, waiting.AttemptHistory.Single().Blame);
    }

    [Theory]
    [InlineData("MAIL", "530 5.7.57 Client not authenticated to send mail", CircuitPosition.Open)]
    [InlineData("STARTTLS", "454 4.7.0 TLS not available due to local problem", CircuitPosition.Open)]
    [InlineData("MAIL", "550 5.7.1 Sender address rejected: not owned by user", CircuitPosition.Closed)]
    [InlineData("CONTENT", "554 5.7.1 Spam", CircuitPosition.Closed)]
    public async Task Send_EveryMessageIsRefusedSo_OpensTheCircuitWhereTheProviderIsAtFault(string verb, string reply, CircuitPosition expected)
    {
        _server.Reply(verb, reply);
        var tenant = await _bed.AddTenantAsync(
            LaneBed.SettingsFor(_server) with { Encryption = verb == "STARTTLS" ? SmtpEncryption.StartTlsRequired : SmtpEncryption.None });

        await _bed.AcceptAsync(tenant, [.. Enumerable.Repeat(Emails.New(), 12)]);

        if (expected == CircuitPosition.Open)
        {
            await Bound.UntilAsync(() => _bed.Channels.Find(tenant)?.Circuit.Position == expected);
            Assert.Equal(12, _bed.Outbox.CountsOf(tenant).Waiting);
        }
        else
        {
            await _bed.SettledAsync(tenant, 12, EmailState.Failed);
            Assert.Equal(expected, _bed.Channels.Find(tenant)!.Circuit.Position);
        }
    }
}
