using System.Text;
using CsCheck;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Advice;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.SuperTenant;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Delivery;

/// <summary>What a program wrote, at a server.</summary>
public sealed class RawDeliveryTests : IDisposable
{
    private static readonly string[] Modern = ["PIPELINING", "SIZE 100000000", "8BITMIME", "SMTPUTF8", "AUTH PLAIN LOGIN", "CHUNKING"];

    // Of the address of a message that asks for nothing besides
    private const string Complete = "From: codes@foo.example\r\nAuto-Submitted: no\r\nReply-To: x@foo.example\r\nMessage-ID: <1@foo.example>\r\n";

    private static readonly string[] Dots = [".", "..", "...", "", ".x", "x.", ". "];

    private readonly SenderBed _bed = new() { Advisor = new DeliveryAdvisor() };

    public RawDeliveryTests() => _bed.Settings = _bed.Settings with { MaxConnections = 1 };

    /// <summary>Lines of any octets but CR, LF and NUL, dots at their beginning above all.</summary>
    private static Gen<byte[]> Bodies { get; } = Gen.OneOf(
            Gen.Int[0, Dots.Length - 1].Select(i => Encoding.ASCII.GetBytes(Dots[i])),
            Gen.Byte.Where(b => b is not (0 or 10 or 13)).Array[0, 998])
        .Array[0, 60].Select(lines => lines.SelectMany(line => (byte[])[.. line, .. "\r\n"u8]).ToArray());

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task SendAsync_AnyFitContent_ArrivesByteForByteByDataAndByBdat()
    {
        await using var byData = new ScriptedSmtpServer { Extensions = ["PIPELINING", "SIZE 100000000", "8BITMIME", "SMTPUTF8", "AUTH PLAIN"] }.Start();
        await using var oneByOne = new ScriptedSmtpServer { Extensions = ["8BITMIME", "SMTPUTF8", "AUTH PLAIN"] }.Start();
        await using var byBdat = new ScriptedSmtpServer { Extensions = Modern }.Start();
        var servers = new[] { byData, oneByOne, byBdat };
        var providers = servers.Select(s => _bed.Provider(s.Port)).ToArray();

        // The first one goes by DATA everywhere, and has the server probed
        foreach (var provider in providers)
        {
            await DeliverAsync(provider, RawMail.New());
        }

        await Bodies.SampleAsync(
            async body =>
            {
                var raw = new RawMessage((byte[])[.. Encoding.ASCII.GetBytes(Complete), .. "\r\n"u8, .. body], NeedsEightBit: true, NeedsUtf8: false, IsSigned: false);
                for (var i = 0; i < servers.Length; i++)
                {
                    await DeliverAsync(providers[i], raw);
                    Assert.True(servers[i].Contents[^1].AsSpan().SequenceEqual(raw.Content.Span), $"server {i}");
                }
            },
            iter: 60,
            threads: 1);

        Assert.Contains(byBdat.Commands, c => c.StartsWith("BDAT ", StringComparison.Ordinal) && c != "BDAT 6 LAST");
        Assert.DoesNotContain(byData.Commands, c => c.StartsWith("BDAT", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(64 * 1024 - 7)]
    [InlineData(80 * 1024)]
    [InlineData(80 * 1024 + 1)]
    [InlineData(131_072)]
    [InlineData(400_000)]
    public async Task SendAsync_LargerThanABlock_ArrivesByteForByteWithDotsAtEachPlace(int size)
    {
        await using var byData = new ScriptedSmtpServer { Extensions = ["SIZE 100000000", "AUTH PLAIN"] }.Start();
        await using var byBdat = new ScriptedSmtpServer { Extensions = Modern }.Start();
        foreach (var server in new[] { byData, byBdat })
        {
            var provider = _bed.Provider(server.Port);
            await DeliverAsync(provider, RawMail.New());
            await DeliverAsync(provider, RawMail.New());
            for (var shift = 0; shift < 4; shift++)
            {
                var raw = RawMail.Of(Complete + "\n" + new string('a', shift) + "\n" + string.Concat(Enumerable.Repeat(".\r\n", (size - 200) / 3)));

                await DeliverAsync(provider, raw);

                Assert.True(server.Contents[^1].AsSpan().SequenceEqual(raw.Content.Span));
            }
        }
    }

    /// <summary>People write through the console: their mail is no machine's. What is made here is one all the same.</summary>
    [Fact]
    public async Task SendAsync_AutoSubmittedSwitchedOff_ProgramsMailIsNotMarked()
    {
        _bed.Configuration["Delivery:AutoSubmitted"] = "false";
        _bed.Settings = _bed.Settings with { ReplyTo = "help@foo.example" };
        await using var server = new ScriptedSmtpServer().Start();
        var (raw, made) = (RawMail.New(), _bed.Email);
        _bed.Email = RawMail.Email(raw);
        await _bed.DeliverAsync(server);
        _bed.Email = made;
        await _bed.DeliverAsync(server);

        Assert.Equal("Reply-To: help@foo.example\r\n" + RawMail.Text(raw.Content), server.Messages[0]);
        Assert.Contains("Auto-Submitted: auto-generated\r\n", server.Messages[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_WhatItLacks_IsInFrontOfItByDataAndByBdatAndCounted()
    {
        _bed.Settings = _bed.Settings with { ReplyTo = "help@foo.example" };
        await using var server = new ScriptedSmtpServer { Extensions = Modern }.Start();
        var provider = _bed.Provider(server.Port);
        var raw = RawMail.New();
        var expected = "Reply-To: help@foo.example\r\nAuto-Submitted: auto-generated\r\n" + RawMail.Text(raw.Content);

        await DeliverAsync(provider, raw);
        await DeliverAsync(provider, raw);
        await DeliverAsync(provider, raw);

        Assert.Equal([expected, expected, expected], server.Messages);
        Assert.Equal(2, server.Commands.Count(c => c == $"BDAT {expected.Length} LAST"));
        Assert.Equal(3, server.Commands.Count(c => c == $"MAIL FROM:<codes@foo.example> SIZE={expected.Length}"));
    }

    [Fact]
    public async Task SendAsync_Envelope_IsTheOnlyOneThatCounts()
    {
        await using var server = new ScriptedSmtpServer().Start();
        _bed.Email = RawMail.Email(RawMail.New("Cc: other@bar.example\n"), "blind@bar.example");

        await _bed.DeliverAsync(server);

        Assert.Equal(["RCPT TO:<blind@bar.example>"], server.Commands.Where(c => c.StartsWith("RCPT", StringComparison.Ordinal)));
        Assert.Contains("Cc: other@bar.example", server.Messages[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Type: text/plain; charset=utf-8\n\nGrüße\n", "MAIL FROM:<codes@foo.example> BODY=8BITMIME")]
    [InlineData("X-Note: Grüße\n\nText\n", "MAIL FROM:<codes@foo.example> BODY=8BITMIME SMTPUTF8")]
    [InlineData("\nText\n", "MAIL FROM:<codes@foo.example>")]
    public async Task SendAsync_WhatItNeedsIsOffered_IsAskedForWhereNeeded(string rest, string mail)
    {
        await using var server = new ScriptedSmtpServer { Extensions = ["8BITMIME", "SMTPUTF8", "AUTH PLAIN"] }.Start();
        _bed.Email = RawMail.Email(RawMail.Of(RawMail.Header + rest, isSigned: true));

        await _bed.DeliverAsync(server);

        Assert.Equal(mail, server.Commands.Single(c => c.StartsWith("MAIL", StringComparison.Ordinal)));
        Assert.Equal(RawMail.Text(_bed.Email.Raw!.Content), Assert.Single(server.Messages));
    }

    [Theory]
    [InlineData("Content-Type: text/plain; charset=utf-8\n\nGrüße\n", DeliveryFailureKind.EightBitMimeNotOffered, "8BITMIME", "SMTPUTF8")]
    [InlineData("X-Note: Grüße\n\nText\n", DeliveryFailureKind.SmtpUtf8NotOffered, "SMTPUTF8", "8BITMIME")]
    public async Task SendAsync_WhatItNeedsIsNotOffered_FailsForGoodBeforeMail(string rest, DeliveryFailureKind kind, string names, string offered)
    {
        await using var server = new ScriptedSmtpServer { Extensions = [offered, "AUTH PLAIN"] }.Start();
        _bed.Email = RawMail.Email(RawMail.Of(RawMail.Header + rest, isSigned: true));

        var failure = await _bed.FailAsync(server);

        Assert.Equal(
            (kind, DeliveryStage.Sender, Blame.Message, true, FailureOutcome.NotAccepted, true),
            (failure.Kind, failure.Stage, failure.Blame, failure.IsLasting, failure.Outcome, failure.ConnectionSurvives));
        Assert.Contains(names, failure.Advice.Cause, StringComparison.Ordinal);
        Assert.Contains("signed", failure.Advice.Cause, StringComparison.Ordinal);
        Assert.Contains($"offers {names}", failure.Advice.Cure, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Commands, c => c.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SendAsync_FromIsNoLongerTheProviders_ConnectsNowhereAndWaits()
    {
        await using var server = new ScriptedSmtpServer().Start();
        _bed.Settings = _bed.Settings with { FromAddress = "no-reply@foo.example" };
        _bed.Email = RawMail.Email(RawMail.New());

        var failure = await _bed.FailAsync(server);

        Assert.Equal(
            (DeliveryFailureKind.InvalidMessage, Blame.Message, false, FailureOutcome.NotAccepted),
            (failure.Kind, failure.Blame, failure.IsLasting, failure.Outcome));
        Assert.Contains("codes@foo.example", failure.Advice.Cause, StringComparison.Ordinal);
        Assert.Contains("no-reply@foo.example", failure.Advice.Cure, StringComparison.Ordinal);
        Assert.Empty(server.Commands);
    }

    [Fact]
    public async Task SendAsync_OtherFromThatWasAllowed_GoesUnderTheProvidersEnvelope()
    {
        await using var server = new ScriptedSmtpServer().Start();
        _bed.Settings = _bed.Settings with { FromAddress = "no-reply@foo.example", ReplyTo = "help@foo.example" };
        _bed.Email = RawMail.Email(RawMail.New() with { MayNameOther = true });

        await _bed.DeliverAsync(server);

        Assert.StartsWith("MAIL FROM:<no-reply@foo.example>", server.Commands.Single(c => c.StartsWith("MAIL", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(RawMail.Text(_bed.Email.Raw!.Content), Assert.Single(server.Messages));
    }

    /// <summary>A tenant permits itself what it likes; whose server it is does not.</summary>
    [Fact]
    public async Task SendAsync_OtherFromOverTheSuperTenantsServer_LeavesFromPermittedDomainsAlone()
    {
        await using var server = new ScriptedSmtpServer().Start();
        _bed.Settings = _bed.Settings with { FromAddress = "no-reply@platform.example" };
        var lent = _bed.Provider(server.Port) with { Permitted = PlatformSenders.OwnDomainsOnly.Of("bar.example") };
        var email = RawMail.Email(RawMail.New() with { MayNameOther = true });

        var failure = Assert.IsType<DeliveryOutcome.Failed>(await _bed.Get<ISharedSender>().SendAsync(lent, email, CancellationToken.None)).Failure;

        Assert.Equal((Blame.Message, FailureOutcome.NotAccepted, false), (failure.Blame, failure.Outcome, failure.IsLasting));
        Assert.Contains("codes@foo.example", failure.Advice.Cause, StringComparison.Ordinal);
        Assert.Contains("from addresses at bar.example and below", failure.Advice.Cure, StringComparison.Ordinal);
        Assert.Empty(server.Commands);

        await DeliverAsync(lent with { Permitted = PlatformSenders.OwnDomainsOnly.Of("foo.example") }, email.Raw!);
        await DeliverAsync(lent with { Settings = lent.Settings with { FromAddress = "codes@foo.example" } }, email.Raw!);
        Assert.Equal(2, server.Messages.Count);
    }

    [Fact]
    public async Task SendAsync_ServerRepeatsALink_ShowsNeitherItsQueryNorItsCode()
    {
        const string Code = "Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MA";
        await using var server = new ScriptedSmtpServer()
            .Reply("CONTENT", $"554 5.7.1 Spam: https://app.foo.example/reset/{Code}?user=ann&code=421337\r\n")
            .Start();
        _bed.Email = RawMail.Email(RawMail.New());

        var failure = await _bed.FailAsync(server);

        Assert.Equal("554 5.7.1 Spam: https://app.foo.example/reset/***?***", failure.ServerText);
        Assert.DoesNotContain(Code, _bed.Listener.Everything, StringComparison.Ordinal);
        Assert.DoesNotContain("421337", _bed.Listener.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_NextMessageOverTheSameConnection_ShowsNothingOfTheOneBefore()
    {
        await using var server = new ScriptedSmtpServer().Start();
        var provider = _bed.Provider(server.Port);
        await DeliverAsync(provider, RawMail.New());
        server.Reply("CONTENT", "554 5.7.1 Like the last one: https://app.foo.example/?code=421337");

        var outcome = await _bed.Get<ISharedSender>().SendAsync(provider, _bed.Email, CancellationToken.None);

        Assert.Equal("554 5.7.1 Like the last one: https://app.foo.example/?***", outcome.Reason!.ServerText);
    }

    private async Task DeliverAsync(ProviderInForce provider, RawMessage raw)
    {
        var outcome = await _bed.Get<ISharedSender>().SendAsync(provider, RawMail.Email(raw), CancellationToken.None);
        Assert.True(outcome is DeliveryOutcome.Delivered, outcome.Reason?.ToString());
    }
}
