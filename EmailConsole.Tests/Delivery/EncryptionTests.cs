using System.Security.Authentication;
using System.Text;
using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Tests.Servers;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Delivery;

public sealed class EncryptionTests : IDisposable
{
    private readonly SenderBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Theory]
    [InlineData(SslProtocols.Tls12, "TLS 1.2")]
    [InlineData(SslProtocols.Tls13, "TLS 1.3")]
    public async Task SendOnceAsync_EitherVersionOfTls_IsEncrypted(SslProtocols version, string said)
    {
        using var certificate = _bed.Certificates.Issue(SenderBed.Host);
        await using var server = new ScriptedSmtpServer { Certificate = certificate, TlsVersions = version }.Start();
        Use(SmtpEncryption.StartTlsRequired);

        await _bed.DeliverAsync(server);

        Assert.StartsWith(said, _bed.Listener.Passed[DeliveryStage.Encrypt].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendOnceAsync_StartTlsStripped_SendsNoCredentials()
    {
        await using var server = new ScriptedSmtpServer().Start();
        Use(SmtpEncryption.StartTlsRequired);

        var failure = await _bed.FailAsync(server);

        Assert.Equal((DeliveryFailureKind.StartTlsNotOffered, DeliveryStage.Encrypt), (failure.Kind, failure.Stage));
        await server.ClosedAsync();
        Assert.Equal(["EHLO", "QUIT"], server.Commands.Select(c => c.Split(' ')[0]));
    }

    [Fact]
    public async Task SendOnceAsync_StartTlsIfOfferedAndNotOffered_DeliversWithAWarning()
    {
        await using var server = new ScriptedSmtpServer().Start();
        Use(SmtpEncryption.StartTlsIfOffered);

        await _bed.DeliverAsync(server);

        Assert.Equal("Everything goes in clear text, the credentials too.", _bed.Listener.Passed[DeliveryStage.Encrypt].Warning);
    }

    [Fact]
    public async Task SendOnceAsync_StartTlsIfOfferedAndRefused_DoesNotFallBackToClearText()
    {
        using var certificate = _bed.Certificates.Issue(SenderBed.Host);
        await using var server = new ScriptedSmtpServer { Certificate = certificate }.Reply("STARTTLS", "454 4.7.0 TLS not available").Start();
        Use(SmtpEncryption.StartTlsIfOffered);

        var failure = await _bed.FailAsync(server);

        Assert.Equal((DeliveryFailureKind.Refused, DeliveryStage.Encrypt), (failure.Kind, failure.Stage));
        Assert.DoesNotContain(server.Commands, c => c.StartsWith("AUTH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SendOnceAsync_StartTlsIfOfferedAndHandshakeFails_DoesNotFallBackToClearText()
    {
        using var certificate = TestCertificates.SelfSign(SenderBed.Host);
        await using var server = new ScriptedSmtpServer { Certificate = certificate }.Start();
        Use(SmtpEncryption.StartTlsIfOffered);

        Assert.Equal(DeliveryFailureKind.CertificateUntrusted, (await _bed.FailAsync(server)).Kind);
        Assert.DoesNotContain(server.Commands, c => c.StartsWith("AUTH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SendOnceAsync_DataInjectedAfterStartTls_IsProtocolViolation()
    {
        using var certificate = _bed.Certificates.Issue(SenderBed.Host);
        await using var server = new ScriptedSmtpServer { Certificate = certificate };
        server.Script["STARTTLS"] = async (session, _) =>
        {
            await session.WriteAsync("220 2.0.0 Ready\r\n250 AUTH PLAIN\r\n");
            await session.EncryptAsync();
        };
        server.Start();
        Use(SmtpEncryption.StartTlsRequired);

        var failure = await _bed.FailAsync(server);

        Assert.Equal((DeliveryFailureKind.ProtocolViolation, DeliveryStage.Encrypt), (failure.Kind, failure.Stage));
    }

    [Fact]
    public async Task SendOnceAsync_CapabilitiesVanishAfterStartTls_UsesTheNewOnes()
    {
        using var certificate = _bed.Certificates.Issue(SenderBed.Host);
        await using var server = new ScriptedSmtpServer { Certificate = certificate };
        server.Script["EHLO"] = (session, line) => session.IsEncrypted
            ? session.WriteLineAsync("250 scripted.example")
            : session.BehaveAsync("EHLO", line);
        server.Start();
        Use(SmtpEncryption.StartTlsRequired);

        var failure = await _bed.FailAsync(server);

        Assert.Equal((DeliveryFailureKind.AuthenticationNotOffered, "no AUTH"), (failure.Kind, failure.Advice.Cause));
    }

    [Fact]
    public async Task SendOnceAsync_ImplicitTlsOnAStartTlsPort_IsTlsHandshakeFailed()
    {
        await using var server = new ScriptedSmtpServer().Start();
        Use(SmtpEncryption.Tls);

        var failure = await _bed.FailAsync(server);

        Assert.Equal((DeliveryFailureKind.TlsHandshakeFailed, DeliveryStage.Encrypt), (failure.Kind, failure.Stage));
    }

    [Fact]
    public async Task SendOnceAsync_StartTlsOnAnImplicitTlsPort_TimesOutWaitingForTheGreeting()
    {
        using var bed = new SenderBed { Clock = new FakeTimeProvider(DateTimeOffset.UtcNow) };
        using var certificate = bed.Certificates.Issue(SenderBed.Host);
        await using var server = new ScriptedSmtpServer { Certificate = certificate, ImplicitTls = true }.Start();
        bed.Settings = bed.Settings with { Encryption = SmtpEncryption.StartTlsRequired };

        var failure = await bed.PassTimeAsync(bed.FailAsync(server));

        Assert.Equal((DeliveryFailureKind.TimedOut, DeliveryStage.Greeting), (failure.Kind, failure.Stage));
    }

    [Fact]
    public async Task SendOnceAsync_TlsAlertInsteadOfGreeting_IsProtocolViolation()
    {
        await using var server = new ScriptedSmtpServer();
        server.Script["CONNECT"] = (session, _) => session.WriteAsync(Encoding.ASCII.GetString([0x15, 0x03, 0x03, 0, 2, 2, 10]) + "\n");
        server.Start();

        var failure = await _bed.FailAsync(server);

        Assert.Equal((DeliveryFailureKind.ProtocolViolation, DeliveryStage.Greeting), (failure.Kind, failure.Stage));
    }

    private void Use(SmtpEncryption encryption) => _bed.Settings = _bed.Settings with { Encryption = encryption };
}
