using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Delivery;

public sealed class SharedSenderTests : IDisposable
{
    private readonly SenderBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task SendOnceAsync_ClearText_DeliversAndReportsStagesInOrder()
    {
        await using var server = new ScriptedSmtpServer().Start();

        var delivered = await _bed.DeliverAsync(server);

        Assert.Equal("4XyZ12abc", delivered.QueueId);
        Assert.Equal("250 2.0.0 Ok: queued as 4XyZ12abc", delivered.ServerText);
        Assert.Empty(delivered.RefusedRecipients);
        Assert.Equal(
            [
                DeliveryStage.Resolve, DeliveryStage.Connect, DeliveryStage.Greeting, DeliveryStage.Authenticate,
                DeliveryStage.Sender, DeliveryStage.Recipient, DeliveryStage.Content,
            ],
            _bed.Listener.Started);
        Assert.Equal(_bed.Listener.Started, _bed.Listener.Passed.Keys);
        Assert.Contains("Subject: Subject", Assert.Single(server.Messages), StringComparison.Ordinal);
        Assert.Equal("QUIT", server.Commands[^1]);
    }

    [Fact]
    public async Task SendOnceAsync_KindThatNobodyKnows_SendsNothingAndSaysSo()
    {
        await using var server = new ScriptedSmtpServer().Start();
        _bed.Settings = _bed.Settings with { Kind = "pigeon" };

        var failure = await _bed.FailAsync(server);

        Assert.Equal((DeliveryFailureKind.InternalError, Blame.Ours, FailureOutcome.NotAccepted), (failure.Kind, failure.Blame, failure.Outcome));
        Assert.Contains("pigeon", failure.Advice.Cause, StringComparison.Ordinal);
        Assert.Null(_bed.Get<ISharedSender>().FindCheck(_bed.Settings));
        Assert.Empty(server.Commands);
    }

    [Fact]
    public async Task SendOnceAsync_StartTls_EncryptsBeforeCredentialsAndAsksForCapabilitiesAgain()
    {
        using var certificate = _bed.Certificates.Issue(SenderBed.Host);
        await using var server = new ScriptedSmtpServer { Certificate = certificate }.Start();
        _bed.Settings = _bed.Settings with { Encryption = SmtpEncryption.StartTlsRequired };

        await _bed.DeliverAsync(server);

        Assert.Equal(["EHLO", "STARTTLS", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "QUIT"], server.Commands.Select(c => c.Split(' ')[0]));
        Assert.Matches($@"^TLS 1\.[23], certificate {SenderBed.Host}, valid until \d+ \w+ \d+$", _bed.Listener.Passed[DeliveryStage.Encrypt].Detail);
        Assert.Null(_bed.Listener.Passed[DeliveryStage.Encrypt].Warning);
    }

    [Fact]
    public async Task SendOnceAsync_ImplicitTls_EncryptsBeforeGreeting()
    {
        using var certificate = _bed.Certificates.Issue(SenderBed.Host);
        await using var server = new ScriptedSmtpServer { Certificate = certificate, ImplicitTls = true }.Start();
        _bed.Settings = _bed.Settings with { Encryption = SmtpEncryption.Tls };

        await _bed.DeliverAsync(server);

        Assert.Equal(
            [DeliveryStage.Resolve, DeliveryStage.Connect, DeliveryStage.Encrypt, DeliveryStage.Greeting, DeliveryStage.Authenticate],
            _bed.Listener.Started.Take(5));
    }

    [Fact]
    public async Task SendOnceAsync_NoAuthentication_LeavesTheStageOut()
    {
        await using var server = new ScriptedSmtpServer().Start();
        _bed.Settings = _bed.Settings with { AuthenticationType = AuthenticationType.None, Username = null };

        await _bed.DeliverAsync(server);

        Assert.DoesNotContain(DeliveryStage.Authenticate, _bed.Listener.Started);
        Assert.DoesNotContain(server.Commands, c => c.StartsWith("AUTH", StringComparison.Ordinal));
    }
}
