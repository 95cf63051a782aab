using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EmailConsole.Delivery.Certificates;

/// <summary>Chain, dates and host name of a server's certificate. Nothing is fetched from the network here.</summary>
internal sealed class CertificateVerifier(AdditionalAuthorities authorities, TimeProvider clock)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private const X509ChainStatusFlags Dates =
        X509ChainStatusFlags.NotTimeValid | X509ChainStatusFlags.CtlNotTimeValid;

    /// <summary>How <see cref="System.Net.Security.SslStream"/> shall build its chain.</summary>
    /// <remarks>
    /// No downloads: the server's certificate names addresses that a tenant chose, and nobody verified anything yet.
    /// </remarks>
    public static X509ChainPolicy Policy() => new()
    {
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
        ApplicationPolicy = { new Oid(ServerAuthentication) },
    };

    /// <param name="certificate">The server's.</param>
    /// <param name="chain">As built with <see cref="Policy"/> against the system's authorities.</param>
    /// <param name="host">What the certificate must be for.</param>
    /// <returns>Null when all is well.</returns>
    public Fault? Verify(X509Certificate2 certificate, X509Chain chain, string host)
    {
        var status = Status(chain);
        if ((status & ~Dates) != X509ChainStatusFlags.NoError && authorities.Current is { Count: > 0 } more)
        {
            status = Build(certificate, chain.ChainPolicy.ExtraStore, more);
        }

        var kind = (status & ~Dates) != X509ChainStatusFlags.NoError ? DeliveryFailureKind.CertificateUntrusted
            : status != X509ChainStatusFlags.NoError ? DeliveryFailureKind.CertificateExpired
            : !IsFor(certificate, host) ? DeliveryFailureKind.CertificateNameMismatch
            : (DeliveryFailureKind?)null;
        return kind is { } k ? new Fault(k, Detail: CertificateText.Problem(k, certificate, host, status, clock.GetUtcNow())) : null;
    }

    /// <summary>The system's authorities know nothing of the additional ones, so these get a chain of their own.</summary>
    private static X509ChainStatusFlags Build(
        X509Certificate2 certificate, X509Certificate2Collection sent, X509Certificate2Collection roots)
    {
        using var chain = new X509Chain { ChainPolicy = Policy() };
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        chain.ChainPolicy.ExtraStore.AddRange(sent);
        chain.ChainPolicy.ExtraStore.AddRange(roots);
        chain.Build(certificate);
        return Status(chain);
    }

    private static X509ChainStatusFlags Status(X509Chain chain) =>
        chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);

    // RFC 9525 section 2: the common name does not count
    private static bool IsFor(X509Certificate2 certificate, string host) =>
        (IPAddress.TryParse(host, out _) || Uri.CheckHostName(host) == UriHostNameType.Dns)
        && certificate.MatchesHostname(host, allowWildcards: true, allowCommonName: false);
}
