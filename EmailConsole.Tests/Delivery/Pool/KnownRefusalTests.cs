using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Tests.Servers;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Delivery.Pool;

/// <summary>What the server has refused stays refused, also where the connection is lost before everything else is said.</summary>
public sealed class KnownRefusalTests : IDisposable
{
    private static readonly string[] _group = ["PIPELINING", "AUTH PLAIN", "CHUNKING"];
    private static readonly string[] _data = ["PIPELINING", "AUTH PLAIN"];

    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);
    private readonly SenderBed _bed;

    public KnownRefusalTests()
    {
        _bed = new SenderBed { Clock = _clock };
        _bed.Settings = _bed.Settings with { MaxConnections = 1 };
        _bed.Configuration["Delivery:ContentTimeout"] = "00:00:30";
    }

    public static TheoryData<string, string[]> Refusals => new()
    {
        { "MAIL", _group },
        { "RCPT", _group },
        { "MAIL", _data },
        { "RCPT", _data },
    };

    public void Dispose() => _bed.Dispose();

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task SendAsync_RefusedAndThenDropped_IsRefused(string verb, string[] extensions)
    {
        await using var server = new ScriptedSmtpServer { Extensions = extensions }.Start();
        var provider = await KeepAsync(server);
        server.Script[verb] = async (session, _) =>
        {
            await session.WriteLineAsync("550 5.7.1 Not this one");
            session.Drop();
        };

        await AssertRefusedAsync(server, SendAsync(provider));
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task SendAsync_RefusedAndThenNonsense_IsRefused(string verb, string[] extensions)
    {
        await using var server = new ScriptedSmtpServer { Extensions = extensions }.Start();
        var provider = await KeepAsync(server);
        server.Reply(verb, "550 5.7.1 Not this one\r\nnonsense");

        await AssertRefusedAsync(server, SendAsync(provider));
    }

    [Theory]
    [InlineData("MAIL", true)]
    [InlineData("RCPT", true)]
    [InlineData("MAIL", false)]
    [InlineData("RCPT", false)]
    public async Task SendOnceAsync_SilentAfterTheFirstRefusal_IsNotBelievedWhenTheTimeIsOverOrItIsCancelled(string verb, bool isCancelled)
    {
        await using var server = new ScriptedSmtpServer();
        server.Script[verb] = async (session, _) =>
        {
            await session.WriteLineAsync("550 5.7.1 Not this one");
            await session.WaitForCloseAsync();
        };
        server.Start();
        using var cancel = new CancellationTokenSource();
        var listener = new HearingListener("550 5.7.1 Not this one", () =>
        {
            if (isCancelled)
            {
                cancel.Cancel();
            }
            else
            {
                _clock.Advance(TimeSpan.FromSeconds(31));
            }
        });

        var outcome = await _bed.Get<ISharedSender>().SendOnceAsync(_bed.Provider(server.Port), _bed.Email, listener, cancel.Token);

        // Whether this server keeps count of a group is not known yet
        var failure = Assert.IsType<DeliveryOutcome.Failed>(outcome).Failure;
        Assert.Equal((false, "550 5.7.1 Not this one"), (failure.IsLasting, failure.ServerText));
        await server.ClosedAsync();
    }

    [Theory]
    [InlineData("552 5.3.4 Too big", DeliveryFailureKind.MessageTooLarge, false, true)]
    [InlineData("421 4.7.0 Closing", DeliveryFailureKind.Refused, true, true)]
    [InlineData("552 5.3.4 Too big", DeliveryFailureKind.MessageTooLarge, false, false)]
    [InlineData("421 4.7.0 Closing", DeliveryFailureKind.Refused, true, false)]
    public async Task SendAsync_RefusedWhileTheMessageIsWritten_IsRefused(string reply, DeliveryFailureKind kind, bool isRetryable, bool chunking)
    {
        await using var server = new ScriptedSmtpServer { Extensions = chunking ? _group : _data }.Start();
        var provider = await KeepAsync(server);
        AnswerEarly(server, reply, session => session.Drop());

        var failed = Assert.IsType<DeliveryOutcome.Failed>(await SendLargeAsync(provider));

        Assert.Equal((kind, reply, isRetryable, false), (failed.Failure.Kind, failed.Failure.ServerText, !failed.Failure.IsLasting, failed.Failure.ConnectionSurvives));
        await AssertOneConnectionAsync(server);
    }

    [Fact]
    public async Task SendAsync_RefusedOverTlsWhileTheMessageIsWritten_IsRefused()
    {
        using var certificate = _bed.Certificates.Issue(SenderBed.Host);
        _bed.Settings = _bed.Settings with { Encryption = SmtpEncryption.StartTlsRequired };
        await using var server = new ScriptedSmtpServer { Extensions = _group, Certificate = certificate }.Start();
        var provider = await KeepAsync(server);
        AnswerEarly(server, "552 5.3.4 Too big", session => session.Drop());

        var failed = Assert.IsType<DeliveryOutcome.Failed>(await SendLargeAsync(provider));

        Assert.Equal(DeliveryFailureKind.MessageTooLarge, failed.Failure.Kind);
    }

    [Fact]
    public async Task SendAsync_RefusedAndReadsNoFurther_IsRefusedWhenTheTimeIsOver()
    {
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new ScriptedSmtpServer { Extensions = _group }.Start();
        var provider = await KeepAsync(server);
        server.Script["BDAT"] = async (session, _) =>
        {
            await session.WriteLineAsync("552 5.3.4 Too big");
            answered.SetResult();
            await over.Task.WaitAsync(server.Stopping);
            session.Drop();
        };

        var sending = SendLargeAsync(provider);
        await answered.Task.WaitAsync(Bound.Wait);

        // The whole limit at once: were time to go on, the second for what the server said would be over before it is read
        do
        {
            _clock.Advance(TimeSpan.FromSeconds(31));
        }
        while (await Task.WhenAny(sending, Task.Delay(TimeSpan.FromSeconds(2))) != sending);

        var outcome = await sending.WaitAsync(Bound.Wait);
        over.SetResult();

        Assert.Equal(DeliveryFailureKind.MessageTooLarge, Assert.IsType<DeliveryOutcome.Failed>(outcome).Failure.Kind);
        await AssertOneConnectionAsync(server);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("250 2.0.0 Ok")]
    public async Task SendAsync_NoRefusalOfWhatCannotHaveArrived_IsUnknown(string? reply)
    {
        await using var server = new ScriptedSmtpServer { Extensions = _group }.Start();
        var provider = await KeepAsync(server);
        AnswerEarly(server, reply, session => session.Drop());

        var unknown = Assert.IsType<DeliveryOutcome.Unknown>(await SendLargeAsync(provider));

        Assert.Equal(DeliveryFailureKind.ConnectionLost, unknown.Failure.Kind);
        await AssertOneConnectionAsync(server);
    }

    private static void AnswerEarly(ScriptedSmtpServer server, string? reply, Action<ScriptedSmtpSession> then)
    {
        foreach (var verb in new[] { "BDAT", "DATA" })
        {
            server.Script[verb] = async (session, _) =>
            {
                if (verb == "DATA")
                {
                    await session.WriteLineAsync("354 Go ahead");

                    // The first of the message
                    await session.ReadLineAsync();
                }

                if (reply is not null)
                {
                    await session.WriteLineAsync(reply);
                }

                then(session);
            };
        }
    }

    /// <summary>Opens the connection and waits until it can be used again.</summary>
    private async Task<ProviderInForce> KeepAsync(ScriptedSmtpServer server)
    {
        var provider = _bed.Provider(server.Port);
        for (var i = 0; i < 2; i++)
        {
            Assert.IsType<DeliveryOutcome.Delivered>(await SendAsync(provider));
        }

        return provider;
    }

    private static async Task AssertRefusedAsync(ScriptedSmtpServer server, Task<DeliveryOutcome> sending)
    {
        var failed = Assert.IsType<DeliveryOutcome.Failed>(await sending);
        Assert.Equal(
            (550, "550 5.7.1 Not this one", false, false),
            (failed.Failure.ReplyCode, failed.Failure.ServerText, !failed.Failure.IsLasting, failed.Failure.ConnectionSurvives));
        Assert.Equal(2, server.Messages.Count);
        await AssertOneConnectionAsync(server);
    }

    private static async Task AssertOneConnectionAsync(ScriptedSmtpServer server)
    {
        await server.ClosedAsync();
        Assert.Single(server.Commands, c => c.StartsWith("AUTH", StringComparison.Ordinal));
    }

    private Task<DeliveryOutcome> SendAsync(ProviderInForce provider) =>
        _bed.Get<ISharedSender>().SendAsync(provider, _bed.Email, CancellationToken.None);

    /// <summary>More than the buffers of both sides hold.</summary>
    private Task<DeliveryOutcome> SendLargeAsync(ProviderInForce provider)
    {
        var email = _bed.Email with { Attachments = [new OutgoingAttachment("large.bin", "application/octet-stream", new byte[16 * 1024 * 1024])] };
        return _bed.Get<ISharedSender>().SendAsync(provider, email, CancellationToken.None);
    }

    /// <summary>Does something as soon as the sender has read certain words of the server's.</summary>
    private sealed class HearingListener(string words, Action heard) : IDeliveryListener
    {
        public void StageStarted(DeliveryStage stage)
        {
        }

        public void StagePassed(DeliveryStage stage, string detail, TimeSpan elapsed, string? warning)
        {
        }

        public void StageFailed(DeliveryFailure failure, TimeSpan elapsed)
        {
        }

        public void Transcript(bool fromServer, string line)
        {
            if (fromServer && line == words)
            {
                heard();
            }
        }
    }
}
