using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Tests.Servers;
using Microsoft.Extensions.Time.Testing;
using MimeKit;

namespace EmailConsole.Tests.Delivery;

/// <summary>What the server said of each recipient, whatever became of the message.</summary>
public sealed class RecipientRepliesTests : IDisposable
{
    private const string One = "one@bar.example";
    private const string Two = "two@bar.example";
    private const string Three = "three@bar.example";

    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);
    private readonly SenderBed _bed;

    public RecipientRepliesTests()
    {
        _bed = new SenderBed { Clock = _clock };
        _bed.Settings = _bed.Settings with { AuthenticationType = AuthenticationType.None, Username = null };
        _bed.Email = _bed.Email with { Recipients = [new MailboxAddress("", One), new MailboxAddress("", Two), new MailboxAddress("", Three)] };
    }

    public static TheoryData<string> WithAndWithoutPipelining => ["8BITMIME", "PIPELINING"];

    public void Dispose() => _bed.Dispose();

    [Theory]
    [MemberData(nameof(WithAndWithoutPipelining))]
    public async Task SendOnceAsync_EveryRecipientRefused_KeepsEachReply(string extension)
    {
        await using var server = Server(extension)
            .ReplyTo((One, "550 5.1.1 No such user one"), (Two, "451 4.2.1 Later"), (Three, "550 5.1.1 No such user three")).Start();

        var failed = Assert.IsType<DeliveryOutcome.Failed>(await _bed.SendAsync(server));

        Assert.Equal(
            [(One, "550 5.1.1 No such user one", false), (Two, "451 4.2.1 Later", true), (Three, "550 5.1.1 No such user three", false)],
            Refusals(failed));
        Assert.Equal((451, true), (failed.Failure.ReplyCode, !failed.Failure.IsLasting));
    }

    [Theory]
    [MemberData(nameof(WithAndWithoutPipelining))]
    public async Task SendOnceAsync_OneRefusedAndThenTheMessageToo_TellsOneFromTheOther(string extension)
    {
        await using var server = Server(extension).ReplyTo((Two, "550 5.1.1 No such user")).Reply("DATA", "451 4.3.0 Not now").Start();

        var failed = Assert.IsType<DeliveryOutcome.Failed>(await _bed.SendAsync(server));

        Assert.Equal([(Two, "550 5.1.1 No such user", false)], Refusals(failed));
        Assert.Equal("451 4.3.0 Not now", failed.ReasonFor(One)?.ServerText);
        Assert.Equal("550 5.1.1 No such user", failed.ReasonFor("TWO@bar.example")?.ServerText);
    }

    [Theory]
    [MemberData(nameof(WithAndWithoutPipelining))]
    public async Task SendOnceAsync_OneRefusedAndThenTheAnswerLost_IsUnknownForTheOthersOnly(string extension)
    {
        await using var server = Server(extension).ReplyTo((Two, "550 5.1.1 No such user")).DropAt("CONTENT").Start();

        var unknown = Assert.IsType<DeliveryOutcome.Unknown>(await _bed.SendAsync(server));

        Assert.Equal([(Two, "550 5.1.1 No such user", false)], Refusals(unknown));
        Assert.Equal(DeliveryFailureKind.ConnectionLost, unknown.ReasonFor(Three)?.Kind);
    }

    [Theory]
    [MemberData(nameof(WithAndWithoutPipelining))]
    public async Task SendOnceAsync_ServiceClosesAfterARefusal_KeepsTheRefusal(string extension)
    {
        await using var server = Server(extension).ReplyTo((One, "550 5.1.1 No such user"), (Two, "421 4.7.0 Closing")).Start();

        var failed = Assert.IsType<DeliveryOutcome.Failed>(await _bed.SendAsync(server));

        Assert.Equal([(One, "550 5.1.1 No such user", false)], Refusals(failed));
        Assert.Equal((421, 421), (failed.ReasonFor(Two)?.ReplyCode, failed.ReasonFor(Three)?.ReplyCode));
    }

    [Fact]
    public async Task SendOnceAsync_SlowWithEveryRecipient_HasTheLimitForEachReply()
    {
        await using var server = Server("8BITMIME");
        server.Script["RCPT"] = (session, line) =>
        {
            // Together twice what one stage may take
            _clock.Advance(TimeSpan.FromSeconds(20));
            return session.BehaveAsync("RCPT", line);
        };
        server.Start();

        var delivered = await _bed.DeliverAsync(server);

        Assert.Empty(delivered.RefusedRecipients);
    }

    private static ScriptedSmtpServer Server(string extension) => new() { Extensions = [extension] };

    private static IEnumerable<(string Address, string? Reply, bool IsRetryable)> Refusals(DeliveryOutcome outcome) =>
        outcome.RefusedRecipients.Select(r => (r.Address, r.Failure.ServerText, !r.Failure.IsLasting));
}
