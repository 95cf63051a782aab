using System.Security.Cryptography.X509Certificates;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Certificates;
using EmailConsole.EmailProviders;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Delivery.Certificates;

public sealed class CertificateTests : IDisposable
{
    private readonly SenderBed _bed = new();

    public CertificateTests() => _bed.Settings = _bed.Settings with { Encryption = SmtpEncryption.StartTlsRequired };

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task SendOnceAsync_Wildcard_Delivers()
    {
        using var certificate = _bed.Certificates.Issue("*.scripted.example");
        await using var server = new ScriptedSmtpServer { Certificate = certificate }.Start();

        await _bed.DeliverAsync(server);
    }

    [Fact]
    public async Task SendOnceAsync_AddressAsHost_WantsTheAddressInTheCertificate()
    {
        using var certificate = _bed.Certificates.Issue("127.0.0.1");
        await using var server = new ScriptedSmtpServer { Certificate = certificate }.Start();
        _bed.Settings = _bed.Settings with { Host = "127.0.0.1" };

        await _bed.DeliverAsync(server);
    }

    [Fact]
    public async Task SendOnceAsync_NamesCannotBeRead_IsAFailureOfTheCertificate()
    {
        using var certificate = _bed.Certificates.IssueWithBrokenNames(SenderBed.Host);

        var failure = await RefusedAsync(certificate);

        Assert.Contains(failure.Kind, new[]
        {
            DeliveryFailureKind.TlsHandshakeFailed, DeliveryFailureKind.CertificateUntrusted, DeliveryFailureKind.CertificateNameMismatch,
        });
    }

    [Fact]
    public async Task SendOnceAsync_CommonNameAlone_SaysThatTheAlternativeNameIsMissing()
    {
        using var certificate = _bed.Certificates.IssueByCommonName(SenderBed.Host);

        var failure = await RefusedAsync(certificate);

        Assert.Equal(DeliveryFailureKind.CertificateNameMismatch, failure.Kind);
        Assert.Equal(
            $"it has no subject alternative name for a host, only the subject CN={SenderBed.Host}; asked for was {SenderBed.Host}", failure.Advice.Cause);
    }

    [Fact]
    public async Task SendOnceAsync_OtherName_NamesBoth()
    {
        using var certificate = _bed.Certificates.Issue("other.example", "*.sub.scripted.example");

        var failure = await RefusedAsync(certificate);

        Assert.Equal(DeliveryFailureKind.CertificateNameMismatch, failure.Kind);
        Assert.Equal(
            $"the certificate is for other.example, *.sub.scripted.example; asked for was {SenderBed.Host}", failure.Advice.Cause);
    }

    [Fact]
    public async Task SendOnceAsync_Expired_SaysSince()
    {
        using var certificate = _bed.Certificates.IssueExpired(SenderBed.Host);

        var failure = await RefusedAsync(certificate);

        Assert.Equal(DeliveryFailureKind.CertificateExpired, failure.Kind);
        Assert.Matches($@"^the certificate of {SenderBed.Host} expired on \d+ \w+ \d+$", failure.Advice.Cause);
    }

    [Fact]
    public async Task SendOnceAsync_NotYetValid_SaysFrom()
    {
        using var certificate = _bed.Certificates.IssueForLater(SenderBed.Host);

        var failure = await RefusedAsync(certificate);

        Assert.Equal(DeliveryFailureKind.CertificateExpired, failure.Kind);
        Assert.Contains("is not valid before", failure.Advice.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendOnceAsync_SelfSigned_IsUntrusted()
    {
        using var certificate = TestCertificates.SelfSign(SenderBed.Host);

        var failure = await RefusedAsync(certificate);

        Assert.Equal(
            (DeliveryFailureKind.CertificateUntrusted, $"the certificate of {SenderBed.Host} is signed by itself"),
            (failure.Kind, failure.Advice.Cause));
    }

    [Fact]
    public async Task SendOnceAsync_AnotherAuthorityOfTheSameName_IsUntrusted()
    {
        using var others = new TestCertificates();
        using var certificate = others.Issue(SenderBed.Host);

        Assert.Equal(DeliveryFailureKind.CertificateUntrusted, (await RefusedAsync(certificate)).Kind);
    }

    [Fact]
    public async Task SendOnceAsync_NoAdditionalAuthority_IsUntrusted()
    {
        _bed.Configuration.Remove("Tls:AdditionalCaFile");
        using var certificate = _bed.Certificates.Issue(SenderBed.Host);

        var failure = await RefusedAsync(certificate);

        Assert.Equal(DeliveryFailureKind.CertificateUntrusted, failure.Kind);
        Assert.Contains("issued by CN=Test CA", failure.Advice.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Current_FileChanges_TrustsTheNewAuthority()
    {
        using var others = new TestCertificates();
        using var certificate = others.Issue(SenderBed.Host);
        var authorities = _bed.Get<AdditionalAuthorities>();
        Assert.False(Trusts(authorities, others));

        await File.WriteAllTextAsync(_bed.CaFile, others.AuthorityPem + "\n" + _bed.Certificates.AuthorityPem);

        Assert.True(Trusts(authorities, others));
        Assert.True(Trusts(authorities, _bed.Certificates));

        await File.WriteAllTextAsync(_bed.CaFile, "not a certificate");

        Assert.True(Trusts(authorities, others));
    }

    private static bool Trusts(AdditionalAuthorities authorities, TestCertificates issuer) =>
        authorities.Current.Any(c => c.RawDataMemory.Span.SequenceEqual(X509Certificate2.CreateFromPem(issuer.AuthorityPem).RawDataMemory.Span));

    private async Task<DeliveryFailure> RefusedAsync(X509Certificate2 certificate)
    {
        await using var server = new ScriptedSmtpServer { Certificate = certificate }.Start();
        var failure = await _bed.FailAsync(server);
        Assert.Equal(DeliveryStage.Encrypt, failure.Stage);
        await server.ClosedAsync();
        Assert.Equal(["EHLO", "STARTTLS"], server.Commands.Select(c => c.Split(' ')[0]));
        return failure;
    }
}
