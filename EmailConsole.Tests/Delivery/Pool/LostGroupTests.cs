using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Tests.Servers;
using MimeKit;

namespace EmailConsole.Tests.Delivery.Pool;

/// <summary>Servers that list PIPELINING and lose commands that come in one group.</summary>
public sealed class LostGroupTests : WarmBed
{
    [Fact]
    public async Task SendAsync_OneLineOfASegment_FirstIsNotAcceptedAndTheNextGoOneByOneForADay()
    {
        await using var server = Lossy().Start();
        var provider = Bed.Provider(server.Port);

        var first = Assert.IsType<DeliveryOutcome.Failed>(await PassAsync(provider, server));
        Assert.Equal((DeliveryFailureKind.TimedOut, true), (first.Failure.Kind, !first.Failure.IsLasting));
        Assert.Contains("PIPELINING", first.Failure.Advice.Cause, StringComparison.Ordinal);
        await DeliverAsync(provider);
        Clock.Advance(TimeSpan.FromHours(23));
        await DeliverAsync(provider);

        Assert.Equal(2, server.Messages.Count);
        Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(DeliveryFailureKind.TimedOut, (await PassAsync(provider, server)).Reason?.Kind);
    }

    [Fact]
    public async Task SendAsync_OneLineOfASegment_IsKnownToOtherProvidersOfTheServer()
    {
        await using var server = Lossy().Start();
        await PassAsync(Bed.Provider(server.Port), server);

        await DeliverAsync(Bed.Provider(server.Port));

        Assert.Single(server.Messages);
    }

    [Theory]
    [InlineData("503 5.5.1 Bad sequence of commands")]
    [InlineData("503 5.5.0 <RCPT TO>: Improper use of SMTP command pipelining")]
    [InlineData("500 5.5.1 Command unrecognized")]
    [InlineData("501 5.5.4 Syntax error in parameters")]
    [InlineData("555 5.5.4 Unsupported parameter")]
    [InlineData("554 5.5.0 SMTP protocol synchronization error")]
    public async Task SendAsync_OutOfStepAtRcpt_TheSameMessageGoesOneByOneAndOnlyOnce(string reply)
    {
        await using var server = OutOfStepAt("RCPT", reply).Start();
        var provider = Bed.Provider(server.Port);

        await DeliverAsync(provider);
        await DeliverAsync(provider);

        Assert.Equal(2, server.Messages.Count);
        Assert.Equal(["EHLO", "AUTH", "MAIL", "RCPT", "DATA", "RSET", "MAIL", "RCPT", "DATA", "MAIL", "RCPT", "DATA"], Verbs(server));
    }

    [Theory]
    [InlineData("503 5.5.1 Bad sequence of commands")]
    [InlineData("501 5.5.4 Syntax error in parameters")]
    [InlineData("554 5.5.0 SMTP protocol synchronization error")]
    public async Task SendAsync_OutOfStepAtMail_TheSameMessageGoesOneByOneAndOnlyOnce(string reply)
    {
        await using var server = OutOfStepAt("MAIL", reply).Start();
        var provider = Bed.Provider(server.Port);

        await DeliverAsync(provider);
        await DeliverAsync(provider);

        Assert.Equal(["EHLO", "AUTH", "MAIL", "RCPT", "DATA", "RSET", "MAIL", "RCPT", "DATA", "MAIL", "RCPT", "DATA"], Verbs(server));
    }

    [Theory]
    [InlineData("501 5.5.4 Syntax error in parameters")]
    [InlineData("555 5.5.4 Unsupported parameter")]
    [InlineData("553 5.1.7 The address is malformed")]
    public async Task SendAsync_OneAnswerToTheWholeGroup_IsNobodysFaultAndTheNextGoOneByOne(string reply)
    {
        await using var server = AtFirstMail(session => session.WriteLineAsync(reply)).Start();
        var provider = Bed.Provider(server.Port);

        var first = Assert.IsType<DeliveryOutcome.Failed>(await PassAsync(provider, server)).Failure;
        Assert.Equal((Blame.Provider, false, reply), (first.Blame, first.IsLasting, first.ServerText));
        await DeliverAsync(provider);

        Assert.Single(server.Messages);
    }

    [Theory]
    [InlineData("554 5.5.0 SMTP protocol synchronization error")]
    [InlineData("421 4.5.0 SMTP protocol synchronization error")]
    [InlineData("250 2.1.0 Ok")]
    [InlineData(null)]
    public async Task SendAsync_ClosedWithinTheGroup_IsNobodysFaultAndTheNextGoOneByOne(string? reply)
    {
        await using var server = AtFirstMail(async session =>
        {
            if (reply is not null)
            {
                await session.WriteLineAsync(reply);
            }

            session.Leave();
        }).Start();
        var provider = Bed.Provider(server.Port);

        var first = Assert.IsType<DeliveryOutcome.Failed>(await SendAsync(provider)).Failure;
        Assert.Equal((Blame.Provider, false), (first.Blame, first.IsLasting));
        await DeliverAsync(provider);

        Assert.Single(server.Messages);
    }

    [Fact]
    public async Task SendAsync_OutOfStepAtData_TheSameMessageGoesOneByOneAndOnlyOnce()
    {
        await using var server = OutOfStepAt("DATA", "503 5.5.1 Bad sequence of commands").Start();

        await DeliverAsync(Bed.Provider(server.Port));

        Assert.Single(server.Messages);
    }

    [Fact]
    public async Task SendAsync_OutOfStepForSomeRecipients_NobodyGetsItUntilAllCan()
    {
        var isFirst = true;
        await using var server = new ScriptedSmtpServer { Extensions = ["PIPELINING", "AUTH PLAIN"] };
        server.Script["RCPT"] = async (session, line) =>
        {
            await (isFirst ? session.WriteLineAsync("503 5.5.1 Bad sequence of commands") : session.BehaveAsync("RCPT", line));
            isFirst = false;
        };
        server.Start();
        Bed.Email = Bed.Email with { Recipients = [new MailboxAddress("", "a@bar.example"), new MailboxAddress("", "b@bar.example")] };
        var provider = Bed.Provider(server.Port);

        var first = Assert.IsType<DeliveryOutcome.Failed>(await SendAsync(provider));
        Assert.False(first.Failure.IsLasting);
        Assert.Empty(server.Messages);
        await DeliverAsync(provider);

        Assert.Single(server.Messages);
    }

    [Fact]
    public async Task SendAsync_BadSequenceAlsoOneByOne_IsTheServersAnswerAndGroupsGoOn()
    {
        await using var server = new ScriptedSmtpServer { Extensions = ["PIPELINING", "AUTH PLAIN"] }.Reply("RCPT", "503 AUTH first").Start();
        var provider = Bed.Provider(server.Port);

        var refused = Assert.IsType<DeliveryOutcome.Failed>(await SendAsync(provider));
        Assert.Equal((DeliveryFailureKind.RecipientRefused, 503), (refused.Failure.Kind, refused.Failure.ReplyCode));
        server.Script.Clear();
        await DeliverAsync(provider);

        Assert.Equal(["MAIL", "RCPT", "DATA"], Verbs(server)[^3..]);

        // Before the second try, and after the refusal
        Assert.Equal(2, server.Commands.Count(c => c == "RSET"));
    }

    [Fact]
    public async Task SendAsync_SlowAlsoOneByOne_GroupsGoOn()
    {
        await using var server = new ScriptedSmtpServer { Extensions = ["PIPELINING", "AUTH PLAIN"] }.FallSilentAt("RCPT").Start();
        var provider = Bed.Provider(server.Port);
        await PassAsync(provider, server);
        await PassAsync(provider, server);
        server.Script.Clear();
        var before = server.Commands.Count;

        // In one group DATA is read behind RCPT, whatever is said to it
        server.Reply("RCPT", "550 5.1.1 No such user");
        Assert.Equal(550, (await SendAsync(provider)).Reason?.ReplyCode);

        Assert.Contains("DATA", server.Commands.Skip(before));
    }

    [Fact]
    public async Task SendAsync_RefusedAndTheRestOfTheGroupLost_IsAskedOneByOneBeforeItIsBelieved()
    {
        await using var server = Lossy().Reply("MAIL", "550 5.7.1 Not you").Start();
        var provider = Bed.Provider(server.Port);

        Assert.False(Assert.IsType<DeliveryOutcome.Failed>(await PassAsync(provider, server)).Failure.IsLasting);
        var refused = Assert.IsType<DeliveryOutcome.Failed>(await SendAsync(provider));
        Assert.Equal((550, true), (refused.Failure.ReplyCode, refused.Failure.IsLasting));
        server.Script.Remove("MAIL");

        await DeliverAsync(provider);
    }

    [Fact]
    public async Task SendAsync_PipeliningSwitchedOff_GoesOneByOneAndIsNotProbed()
    {
        Bed.Configuration["Delivery:Pipelining"] = "false";
        await using var server = new ScriptedSmtpServer { Extensions = ["PIPELINING", "CHUNKING", "AUTH PLAIN"], ReadsOneLineASegment = true }.Start();
        var provider = Bed.Provider(server.Port);

        await DeliverAsync(provider);
        await DeliverAsync(provider);

        Assert.Equal(["EHLO", "AUTH", "MAIL", "RCPT", "DATA", "MAIL", "RCPT", "DATA"], Verbs(server));
    }

    private static ScriptedSmtpServer Lossy() => new() { Extensions = ["PIPELINING", "AUTH PLAIN"], ReadsOneLineASegment = true };

    /// <summary>Reads one line of each packet, and does something at the first MAIL.</summary>
    private static ScriptedSmtpServer AtFirstMail(Func<ScriptedSmtpSession, Task> then)
    {
        var isFirst = 1;
        var server = Lossy();
        server.Script["MAIL"] = (session, line) => Interlocked.Exchange(ref isFirst, 0) == 1 ? then(session) : session.BehaveAsync("MAIL", line);
        return server;
    }

    /// <summary>Whatever comes in the first group.</summary>
    private static ScriptedSmtpServer OutOfStepAt(string verb, string reply)
    {
        var isFirst = true;
        var server = new ScriptedSmtpServer { Extensions = ["PIPELINING", "AUTH PLAIN"] };
        server.Script[verb] = async (session, line) =>
        {
            await (isFirst ? session.WriteLineAsync(reply) : session.BehaveAsync(verb, line));
            isFirst = false;
        };
        return server;
    }

    /// <summary>Time passes once the server has the first command of the group.</summary>
    private async Task<DeliveryOutcome> PassAsync(ProviderInForce provider, ScriptedSmtpServer server)
    {
        var before = server.Commands.Count;
        var sending = SendAsync(provider);
        await Bound.UntilAsync(() => server.Commands.Skip(before).Any(c => c.StartsWith("MAIL", StringComparison.Ordinal)) || sending.IsCompleted);
        return await Bed.PassTimeAsync(sending);
    }
}
