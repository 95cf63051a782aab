using System.Text;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Redaction;
using EmailConsole.EmailProviders;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Delivery;

/// <summary>Whatever a server says behind the code by which it takes a message: it has the message, and gets it once.</summary>
public sealed class AcceptedMessageTests : IDisposable
{
    private const int Seed = 20_260_714;

    private readonly SenderBed _bed = new();

    public AcceptedMessageTests() => _bed.Settings = _bed.Settings with { AuthenticationType = AuthenticationType.None, Username = null, MessagesPerConnection = 1 };

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task SendAsync_AnythingBehind250_IsDeliveredOnceAndShownWithinBounds()
    {
        var random = new Random(Seed);
        byte[] reply = [];
        await using var server = new ScriptedSmtpServer();
        server.Script["CONTENT"] = async (session, _) =>
        {
            await session.WriteAsync(reply);
            session.Leave();
        };
        server.Start();
        var provider = _bed.Provider(server.Port);

        for (var i = 0; i < 300; i++)
        {
            reply = Anything(random);
            var outcome = await _bed.Get<ISharedSender>().SendAsync(provider, _bed.Email, CancellationToken.None);

            var delivered = Assert.IsType<DeliveryOutcome.Delivered>(outcome);
            Assert.True(delivered.ServerText.Length <= SecretScrubber.MaxLength, $"{i}");
            Assert.DoesNotContain(SenderBed.Password, delivered.ServerText, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(delivered.ServerText, char.IsControl);
            Assert.Equal(i + 1, server.Messages.Count);
        }
    }

    [Theory]
    [InlineData("250-2.0.0 Ok: queued as 4XyZ12abc\r\n")]
    [InlineData("250 2.0.0 Ok: queued as 4XyZ12abc")]
    [InlineData("250-2.0.0 Ok: queued as 4XyZ12abc\r\nnonsense\r\n")]
    [InlineData("250-2.0.0 Ok: queued as 4XyZ12abc\r\n550 or not\r\n")]
    [InlineData("250OK: queued as 4XyZ12abc\r\n")]
    [InlineData("250OK: queued as 4XyZ12abc")]
    [InlineData("250\tqueued as 4XyZ12abc\r\n")]
    [InlineData("250:queued as 4XyZ12abc\r\n")]
    public async Task SendAsync_RestOfTheReplyIsMissing_KeepsWhatWasSaid(string reply)
    {
        await using var server = new ScriptedSmtpServer();
        server.Script["CONTENT"] = async (session, _) =>
        {
            await session.WriteAsync(reply);
            session.Leave();
        };
        server.Start();

        Assert.Equal("4XyZ12abc", (await _bed.DeliverAsync(server)).QueueId);
    }

    [Theory]
    [InlineData("2")]
    [InlineData("25")]
    [InlineData("250")]
    [InlineData("2500 Ok")]
    [InlineData("354 Go on\r\n")]
    [InlineData("2.0.0 OK\r\n")]
    [InlineData("OK\r\n")]
    public async Task SendAsync_NoWholeCode_IsUnknown(string reply)
    {
        await using var server = new ScriptedSmtpServer();
        server.Script["CONTENT"] = async (session, _) =>
        {
            await session.WriteAsync(reply);
            session.Leave();
        };
        server.Start();

        Assert.IsType<DeliveryOutcome.Unknown>(await _bed.SendAsync(server));
    }

    [Theory]
    [InlineData("550-5.7.1 Not this one\r\n", 2_000)]
    [InlineData("550-5.7.1 Not this one\r\n", 1)]
    [InlineData("550Not this one\r\n", 1)]
    [InlineData("550\tNot this one\r\n", 1)]
    public async Task SendAsync_RefusalThatIsNoWholeReply_IsTheRefusal(string line, int times)
    {
        await using var server = new ScriptedSmtpServer();
        server.Script["CONTENT"] = async (session, _) =>
        {
            await session.WriteAsync(string.Concat(Enumerable.Repeat(line, times)));
            session.Leave();
        };
        server.Start();

        var failure = Assert.IsType<DeliveryOutcome.Failed>(await _bed.SendAsync(server)).Failure;

        Assert.Equal((550, true), (failure.ReplyCode, failure.IsLasting));
        Assert.Contains("Not this one", failure.ServerText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_TabsBehindTheCodes_IsDelivered()
    {
        await using var server = new ScriptedSmtpServer().Reply("MAIL", "250\tok").Reply("RCPT", "250\tok").Start();

        await _bed.DeliverAsync(server);

        Assert.Single(server.Messages);
    }

    [Fact]
    public async Task SendOnceAsync_ListenerFailsOverEverything_IsDelivered()
    {
        await using var server = new ScriptedSmtpServer().Start();

        var outcome = await _bed.Get<ISharedSender>().SendOnceAsync(
            _bed.Provider(server.Port), _bed.Email, new FailingListener(), CancellationToken.None);

        Assert.IsType<DeliveryOutcome.Delivered>(outcome);
    }

    [Fact]
    public async Task SendAsync_NoAdviceForARefusedRecipient_TheOthersHaveItAll()
    {
        using var bed = new SenderBed { Advisor = new FailingAdvisor(), Settings = _bed.Settings };
        bed.Email = bed.Email with { Recipients = [new("", "a@bar.example"), new("", "b@bar.example")] };
        await using var server = new ScriptedSmtpServer().ReplyTo(("a@bar.example", "550 5.1.1 No such user")).Start();

        var delivered = await bed.DeliverAsync(server);

        Assert.Equal("550 5.1.1 No such user", Assert.Single(delivered.RefusedRecipients).Failure.ServerText);
    }

    /// <summary>Lines with and without an end, of any bytes, with the right code and others, longer than is read.</summary>
    private static byte[] Anything(Random random)
    {
        List<byte> bytes = [.. "250"u8, random.Next(2) == 0 ? (byte)' ' : (byte)'-'];
        for (var parts = random.Next(6); parts > 0; parts--)
        {
            switch (random.Next(9))
            {
                case 0:
                    var any = new byte[random.Next(3_000)];
                    random.NextBytes(any);
                    bytes.AddRange(any);
                    break;
                case 1:
                    bytes.AddRange(Encoding.UTF8.GetBytes("[a" + new string(' ', random.Next(30_000)) + "!"));
                    break;
                case 2:
                    bytes.AddRange("\r\n250-"u8);
                    break;
                case 3:
                    bytes.AddRange("\r\n550 "u8);
                    break;
                case 4:
                    bytes.AddRange(Encoding.UTF8.GetBytes(" queued as " + new string('q', random.Next(500))));
                    break;
                case 5:
                    bytes.AddRange(Encoding.UTF8.GetBytes(SenderBed.Password));
                    break;
                case 6:
                    bytes.AddRange([0xED, 0xA0, 0x80, 0xFF, 0xC0, 0x00, 0xE2, 0x80]);
                    break;
                case 7:
                    bytes.AddRange(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("\r\n250-" + new string('z', random.Next(200)), random.Next(400)))));
                    break;
                default:
                    bytes.AddRange("OK id=OK id=OK  1 - gsmtp Message accepted for delivery"u8);
                    break;
            }
        }

        if (random.Next(2) == 0)
        {
            bytes.AddRange("\r\n250 2.0.0 Ok\r\n"u8);
        }

        return [.. bytes];
    }

    private sealed class FailingAdvisor : EmailConsole.Delivery.Advice.IDeliveryAdvisor
    {
        public DeliveryAdvice Advise(EmailConsole.Delivery.Advice.DeliveryFailureFacts facts) => throw new InvalidOperationException("a defect");
    }

    private sealed class FailingListener : IDeliveryListener
    {
        public void StageStarted(DeliveryStage stage) => throw new InvalidOperationException("a defect");

        public void StagePassed(DeliveryStage stage, string detail, TimeSpan elapsed, string? warning) => throw new InvalidOperationException("a defect");

        public void StageFailed(DeliveryFailure failure, TimeSpan elapsed) => throw new InvalidOperationException("a defect");

        public void Transcript(bool fromServer, string line) => throw new OperationCanceledException("a defect");
    }
}
