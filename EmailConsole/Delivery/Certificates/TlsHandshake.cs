using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace EmailConsole.Delivery.Certificates;

/// <summary>One TLS handshake as a client, with what a person wants to know of it.</summary>
internal sealed class TlsHandshake(CertificateVerifier verifier, RevocationCheck revocation)
{
    /// <param name="clear">Taken over.</param>
    /// <param name="host">What the certificate must be for.</param>
    /// <param name="mayResume">
    /// Whether an earlier session with the host may go on: cheaper, and connections share what they all need. The certificate
    /// is checked all the same, but it is the one of that session.
    /// </param>
    /// <param name="cancellationToken">Ends the handshake.</param>
    /// <returns>The encrypted stream, which owns the clear one, and how it went; a failed one must be closed unused.</returns>
    /// <exception cref="AuthenticationException">
    /// Not a matter of the certificate: no common version, or no TLS at all. The clear stream is closed then, as it is with
    /// every other exception.
    /// </exception>
    public async Task<(Stream Stream, StageResult Result)> AuthenticateAsync(
        Stream clear, string host, bool mayResume, CancellationToken cancellationToken)
    {
        Fault? fault = null;
        X509Certificate2Collection sent = [];
        var tls = new SslStream(clear, leaveInnerStreamOpen: false);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = host,
            AllowTlsResume = mayResume,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            CertificateChainPolicy = CertificateVerifier.Policy(),
            RemoteCertificateValidationCallback = (_, certificate, chain, _) =>
            {
                fault = certificate is X509Certificate2 own && chain is not null
                    ? verifier.Verify(own, chain, host.TrimEnd('.'))
                    : new Fault(DeliveryFailureKind.TlsHandshakeFailed, Detail: "the server sent no certificate");
                sent = chain is null ? [] : [.. chain.ChainPolicy.ExtraStore.Select(c => X509CertificateLoader.LoadCertificate(c.RawDataMemory.Span))];
                return fault is null;
            },
        };
        try
        {
            await tls.AuthenticateAsClientAsync(options, cancellationToken);
            return (tls, await ConcludeAsync(tls, sent, cancellationToken));
        }
        catch (AuthenticationException) when (fault is not null)
        {
            return (tls, fault);
        }
        catch
        {
            // The caller never sees the stream, and what it holds is memory that no collector counts
            await tls.DisposeAsync();
            throw;
        }
    }

    private async Task<StageResult> ConcludeAsync(SslStream tls, X509Certificate2Collection sent, CancellationToken cancellationToken)
    {
        var certificate = (X509Certificate2)tls.RemoteCertificate!;
        var name = CertificateText.Name(certificate);
        var status = await revocation.AskAsync(certificate, sent, cancellationToken);
        if (status == RevocationStatus.Revoked)
        {
            return new Fault(DeliveryFailureKind.CertificateRevoked, Detail: $"the certificate of {name} was revoked by {certificate.Issuer}");
        }

        var version = tls.SslProtocol == SslProtocols.Tls13 ? "TLS 1.3" : "TLS 1.2";
        return new StageResult.Passed(
            $"{version}, certificate {name}, valid until {CertificateText.Date(new DateTimeOffset(certificate.NotAfter))}",
            status == RevocationStatus.Unknown
                ? "Whether the certificate was revoked could not be asked: its authority's list cannot be reached from here within 3 seconds."
                : null);
    }
}
