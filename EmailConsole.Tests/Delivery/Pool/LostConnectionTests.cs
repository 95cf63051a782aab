using System.Text;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Mime;
using EmailConsole.Delivery.Pool;
using EmailConsole.EmailProviders;
using EmailConsole.Tests.Servers;
using MimeKit;

namespace EmailConsole.Tests.Delivery.Pool;

/// <summary>Whatever is lost on the way: what arrives is the message, and what is called not delivered does not arrive.</summary>
public sealed class LostConnectionTests : IDisposable
{
    private static readonly string[] _modern = ["PIPELINING", "SIZE 1000000", "8BITMIME", "AUTH PLAIN LOGIN", "CHUNKING"];

    private readonly SenderBed _bed = new();

    public LostConnectionTests()
    {
        _bed.Settings = _bed.Settings with { MaxConnections = 1 };
        _bed.Email = _bed.Email with { Html = null, MessageId = "1@foo.example", Date = DateTimeOffset.UnixEpoch };
    }

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task SendAsync_DroppedAtEachByteOfTheGroup_IsNeverCalledDeliveredNorSentAgain()
    {
        var allowance = int.MaxValue;
        await using var server = new ScriptedSmtpServer { Extensions = _modern };
        server.Script["BDAT"] = async (session, line) =>
        {
            await session.BehaveAsync("BDAT", line);

            // The probe's EHLO is read next, and then the group
            if (line == "BDAT 6 LAST")
            {
                session.DropAfter(allowance);
            }
        };
        server.Start();
        var (probe, all) = await LengthsAsync(server);

        for (var bytes = 0; bytes <= all; bytes++)
        {
            allowance = bytes;
            var provider = _bed.Provider(server.Port);
            await DeliverAsync(provider);
            var before = server.Messages.Count;
            var signIns = SignIns(server);

            var outcome = await SendAsync(provider);

            if (bytes > probe && bytes < all)
            {
                // The server has a part of it: nobody may send it again but the outbox, which knows that it may arrive twice
                var unknown = Assert.IsType<DeliveryOutcome.Unknown>(outcome);
                Assert.Equal((DeliveryFailureKind.ConnectionLost, true), (unknown.Failure.Kind, !unknown.Failure.IsLasting));
                Assert.Equal((before, signIns), (server.Messages.Count, SignIns(server)));
            }
            else if (bytes == all)
            {
                Assert.IsType<DeliveryOutcome.Delivered>(outcome);
                Assert.Equal((before + 1, signIns), (server.Messages.Count, SignIns(server)));
            }
            else
            {
                // A connection lost with the probe, or before the first byte, is not used where that is seen in time
                Assert.Equal(outcome is DeliveryOutcome.Delivered ? before + 1 : before, server.Messages.Count);
            }
        }

        allowance = int.MaxValue;
        Assert.All(server.Messages, m => Assert.Equal(server.Messages[0], m));
        await _bed.Get<ConnectionPools>().DisposeAsync();
        await server.ClosedAsync();
    }

    public static TheoryData<string[], string[]> Refusals => new()
    {
        { ["MAIL"], ["PIPELINING", "CHUNKING"] },
        { ["RCPT"], ["PIPELINING", "CHUNKING"] },
        { ["CONTENT"], ["PIPELINING", "CHUNKING"] },
        { ["MAIL", "RCPT"], ["PIPELINING", "CHUNKING"] },
        { ["MAIL", "RCPT", "BDAT"], ["PIPELINING", "CHUNKING"] },
        { ["MAIL"], ["PIPELINING"] },
        { ["RCPT"], ["PIPELINING"] },
        { ["DATA"], ["PIPELINING"] },
        { ["CONTENT"], ["PIPELINING"] },
        { ["MAIL"], [] },
        { ["RCPT"], [] },
        { ["DATA"], [] },
        { ["CONTENT"], [] },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task SendAsync_RefusedInAnyPosition_FailsAndTheNextArrives(string[] verbs, string[] extensions)
    {
        await using var server = new ScriptedSmtpServer { Extensions = [.. extensions, "AUTH PLAIN"] }.Start();
        var provider = _bed.Provider(server.Port);
        await DeliverAsync(provider);
        foreach (var verb in verbs)
        {
            server.Script[verb] = async (session, line) =>
            {
                if (verb == "BDAT")
                {
                    await session.SkipAsync(line);
                }

                await session.WriteLineAsync("550 5.7.1 Not this one");
            };
        }

        var outcome = await SendAsync(provider);
        var arrived = server.Messages.Count;
        server.Script.Clear();
        await DeliverAsync(provider);

        var failed = Assert.IsType<DeliveryOutcome.Failed>(outcome);
        Assert.Equal((550, false), (failed.Failure.ReplyCode, !failed.Failure.IsLasting));
        Assert.Equal(server.Messages[0], server.Messages[^1]);
        Assert.Equal(verbs is ["CONTENT"] ? 2 : 1, arrived);
    }

    public static TheoryData<string[]> Positions => new()
    {
        new[] { "one@bar.example" },
        new[] { "two@bar.example" },
        new[] { "three@bar.example" },
        new[] { "one@bar.example", "two@bar.example" },
        new[] { "one@bar.example", "three@bar.example" },
    };

    [Theory]
    [MemberData(nameof(Positions))]
    public async Task SendAsync_SomeRecipientsOfAGroupRefused_DeliversToTheOthersAndKeepsEachReply(string[] refused)
    {
        await using var server = new ScriptedSmtpServer { Extensions = _modern }.Start();
        var provider = _bed.Provider(server.Port);
        await DeliverAsync(provider);
        server.Script["RCPT"] = (session, line) => session.WriteLineAsync(
            Array.Find(refused, address => line.Contains(address, StringComparison.Ordinal)) is { } address ? $"550 5.1.1 No {address}" : "250 2.1.5 Ok");
        _bed.Email = _bed.Email with
        {
            Recipients = [new("", "one@bar.example"), new("", "two@bar.example"), new("", "three@bar.example")],
        };

        var outcome = await SendAsync(provider);

        var delivered = Assert.IsType<DeliveryOutcome.Delivered>(outcome);
        Assert.Equal(refused, delivered.RefusedRecipients.Select(r => r.Address));
        Assert.All(delivered.RefusedRecipients, r => Assert.Contains(r.Address, r.Failure.ServerText, StringComparison.Ordinal));
        Assert.Equal(2, server.Messages.Count);
        Assert.Equal("BDAT", server.Commands[^1][..4]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task SendAsync_AnyMessageAndAnyLoss_ArrivesByteForByteOrIsReported(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 40; round++)
        {
            string[][] sets = [_modern, ["PIPELINING", "AUTH PLAIN"], ["AUTH PLAIN"]];
            await using var server = new ScriptedSmtpServer { Extensions = sets[random.Next(sets.Length)] };
            var drops = random.Next(2) == 0;
            server.Script["CONNECT"] = async (session, line) =>
            {
                await session.BehaveAsync("CONNECT", line);
                if (drops)
                {
                    session.DropAfter(random.Next(random.Next(2) == 0 ? 6_000 : 150_000));
                }
            };
            server.Start();
            var provider = _bed.Provider(server.Port);
            for (var i = 0; i < 4; i++)
            {
                var email = AnyEmail(random);
                using var expected = _bed.Get<MessageBuilder>().Build(email, provider.Settings).Message!;
                var text = WithoutBoundary(Encoding.UTF8.GetString(expected.Content.Span));
                var before = server.Messages.Count;
                var begun = Mails(server);

                var outcome = await _bed.Get<ISharedSender>().SendAsync(provider, email, CancellationToken.None);

                // Whatever is lost, nobody begins anew by himself
                Assert.InRange(Mails(server), begun, begun + 1);
                switch (outcome)
                {
                    case DeliveryOutcome.Delivered:
                        Assert.Equal(before + 1, server.Messages.Count);
                        Assert.Equal(text, WithoutBoundary(server.Messages[^1]));
                        break;
                    case DeliveryOutcome.Failed:
                        Assert.Equal(before, server.Messages.Count);
                        break;
                    default:
                        Assert.All(server.Messages.Skip(before), m => Assert.Equal(text, WithoutBoundary(m)));
                        break;
                }
            }
        }
    }

    private static int Mails(ScriptedSmtpServer server) => server.Commands.Count(c => c.StartsWith("MAIL", StringComparison.Ordinal));

    /// <summary>It is made anew each time a message is built.</summary>
    private static string WithoutBoundary(string message)
    {
        const string start = "\r\nContent-Type: multipart/mixed; boundary=\"";
        var at = message.IndexOf(start, StringComparison.Ordinal);
        if (at < 0)
        {
            return message;
        }

        at += start.Length;
        return message.Replace(message[at..message.IndexOf('"', at)], "boundary", StringComparison.Ordinal);
    }

    /// <summary>Some have attachments, some of those more than one group takes.</summary>
    private OutgoingEmail AnyEmail(Random random)
    {
        var attachments = new OutgoingAttachment[random.Next(4) == 0 ? random.Next(1, 3) : 0];
        for (var i = 0; i < attachments.Length; i++)
        {
            var content = new byte[random.Next(random.Next(2) == 0 ? 2_000 : 60_000)];
            random.NextBytes(content);
            attachments[i] = new OutgoingAttachment($"{i}.bin", "application/octet-stream", content);
        }

        return _bed.Email with
        {
            Text = AnyText(random),
            Recipients = [.. Enumerable.Range(0, random.Next(1, 6)).Select(i => new MailboxAddress("", $"r{i}@bar.example"))],
            Attachments = attachments,
        };
    }

    private static string AnyText(Random random)
    {
        string[] pieces = [".", "..", "\r\n", "\n", "\r", "\r\n.\r\n", "\n.\n", "x", "ü", "€😀", " ", "\t", "From ", "QUIT\r\n", "=", new('y', 1_100), "\0", "\r\n\r\n"];
        var text = new StringBuilder();
        for (var i = random.Next(60); i >= 0; i--)
        {
            text.Append(pieces[random.Next(pieces.Length)]);
        }

        return text.ToString();
    }

    private static int SignIns(ScriptedSmtpServer server) => server.Commands.Count(c => c.StartsWith("AUTH", StringComparison.Ordinal));

    /// <summary>The bytes of the probe's EHLO, and those with the group after it.</summary>
    private async Task<(int Probe, int All)> LengthsAsync(ScriptedSmtpServer server)
    {
        var provider = _bed.Provider(server.Port);
        await DeliverAsync(provider);
        await DeliverAsync(provider);
        var lines = server.Commands.SkipWhile(c => c != "BDAT 6 LAST").Skip(1).Select(c => Encoding.UTF8.GetByteCount(c) + 2).ToList();
        return (lines[0], lines.Sum() + Encoding.UTF8.GetByteCount(server.Messages[^1]));
    }

    private Task<DeliveryOutcome> SendAsync(ProviderInForce provider) =>
        _bed.Get<ISharedSender>().SendAsync(provider, _bed.Email, CancellationToken.None);

    private async Task DeliverAsync(ProviderInForce provider)
    {
        var outcome = await SendAsync(provider);
        Assert.True(outcome is DeliveryOutcome.Delivered, outcome.Reason?.ToString());
    }
}
