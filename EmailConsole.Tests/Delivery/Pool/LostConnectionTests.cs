using System.Text;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Mime;
using EmailConsole.Delivery.Pool;
using EmailConsole.EmailProviders;
using EmailConsole.Tests.Servers;

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
    public async Task SendAsync_DroppedAtEachByteOfTheGroup_IsNeverCalledDelivered()
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
        var group = await GroupLengthAsync(server);

        for (var bytes = 0; bytes <= group; bytes++)
        {
            allowance = bytes;
            var provider = _bed.Provider(server.Port);
            await DeliverAsync(provider);
            var before = server.Messages.Count;

            var outcome = await SendAsync(provider);

            // A connection lost with the probe is not used: the second message goes over a new one
            if (outcome is DeliveryOutcome.Delivered)
            {
                Assert.Equal(before + 1, server.Messages.Count);
            }
            else
            {
                Assert.Equal(before, server.Messages.Count);
                Assert.Equal(DeliveryFailureKind.ConnectionLost, outcome.Reason?.Kind);
                Assert.True(outcome.Reason!.IsRetryable);
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
        Assert.Equal((550, false), (failed.Failure.ReplyCode, failed.Failure.IsRetryable));
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
                    session.DropAfter(random.Next(6_000));
                }
            };
            server.Start();
            var provider = _bed.Provider(server.Port);
            for (var i = 0; i < 4; i++)
            {
                var email = _bed.Email with { Text = AnyText(random) };
                using var expected = _bed.Get<MessageBuilder>().Build(email, provider.Settings).Message!;
                var text = Encoding.UTF8.GetString(expected.Content.Span);
                var before = server.Messages.Count;

                var outcome = await _bed.Get<ISharedSender>().SendAsync(provider, email, CancellationToken.None);

                switch (outcome)
                {
                    case DeliveryOutcome.Delivered:
                        Assert.Equal(before + 1, server.Messages.Count);
                        Assert.Equal(text, server.Messages[^1]);
                        break;
                    case DeliveryOutcome.Failed:
                        Assert.Equal(before, server.Messages.Count);
                        break;
                    default:
                        Assert.All(server.Messages.Skip(before), m => Assert.Equal(text, m));
                        break;
                }
            }
        }
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

    private async Task<int> GroupLengthAsync(ScriptedSmtpServer server)
    {
        var provider = _bed.Provider(server.Port);
        await DeliverAsync(provider);
        await DeliverAsync(provider);
        return server.Commands.SkipWhile(c => c != "BDAT 6 LAST").Skip(1).Sum(c => Encoding.UTF8.GetByteCount(c) + 2)
            + Encoding.UTF8.GetByteCount(server.Messages[^1]);
    }

    private Task<DeliveryOutcome> SendAsync(ProviderInForce provider) =>
        _bed.Get<ISharedSender>().SendAsync(provider, _bed.Email, CancellationToken.None);

    private async Task DeliverAsync(ProviderInForce provider)
    {
        var outcome = await SendAsync(provider);
        Assert.True(outcome is DeliveryOutcome.Delivered, outcome.Reason?.ToString());
    }
}
