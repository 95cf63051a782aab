using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EmailConsole.Delivery.Certificates;

/// <summary>Asks a trusted certificate's authority whether it took the certificate back.</summary>
internal sealed class RevocationCheck(AdditionalAuthorities authorities, TimeProvider clock) : IDisposable
{
    private const string DistributionPoints = "2.5.29.31";
    private const int MaxThreads = 8;

    private readonly RevocationAnswers _answers = new(MaxThreads, clock);

    /// <param name="certificate">Verified already: what its authority publishes is asked for over the network.</param>
    /// <param name="sent">The other certificates the server sent.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<RevocationStatus> AskAsync(
        X509Certificate2 certificate, X509Certificate2Collection sent, CancellationToken cancellationToken)
    {
        if (!Publishes(certificate))
        {
            return RevocationStatus.NotPublished;
        }

        // A look-up cannot be stopped, only left behind: it may outlive the connection and its certificate
        var content = certificate.RawData;
        var roots = authorities.Current;
        return await _answers.AskAsync(
            certificate.GetCertHashString(HashAlgorithmName.SHA256), () => AskAuthority(content, sent, roots), cancellationToken);
    }

    public void Dispose() => _answers.Dispose();

    private static RevocationStatus AskAuthority(byte[] content, X509Certificate2Collection sent, X509Certificate2Collection roots)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(content);

        // Only the authorities that vouch for it may say whether it is revoked
        var isOfTheSystem = roots.Count == 0 || Build(certificate, sent, null, X509RevocationMode.NoCheck) == X509ChainStatusFlags.NoError;
        var status = Build(certificate, sent, isOfTheSystem ? null : roots, X509RevocationMode.Online);
        return status.HasFlag(X509ChainStatusFlags.Revoked) ? RevocationStatus.Revoked
            : status == X509ChainStatusFlags.NoError ? RevocationStatus.Good
            : RevocationStatus.Unknown;
    }

    private static X509ChainStatusFlags Build(
        X509Certificate2 certificate, X509Certificate2Collection sent, X509Certificate2Collection? roots, X509RevocationMode mode)
    {
        using var chain = new X509Chain { ChainPolicy = CertificateVerifier.Policy() };
        chain.ChainPolicy.RevocationMode = mode;
        chain.ChainPolicy.RevocationFlag = X509RevocationFlag.EndCertificateOnly;
        chain.ChainPolicy.UrlRetrievalTimeout = RevocationAnswers.Limit;
        chain.ChainPolicy.ExtraStore.AddRange(sent);
        if (roots is not null)
        {
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(roots);
            chain.ChainPolicy.ExtraStore.AddRange(roots);
        }

        chain.Build(certificate);
        return chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
    }

    private static bool Publishes(X509Certificate2 certificate) =>
        certificate.Extensions.Any(e => e.Oid?.Value == DistributionPoints)
        || certificate.Extensions.OfType<X509AuthorityInformationAccessExtension>().Any(e => e.EnumerateOcspUris().Any());
}

internal enum RevocationStatus
{
    Good = 0,

    /// <summary>The authority publishes neither a list nor an answer; private ones rarely do.</summary>
    NotPublished = 1,

    /// <summary>The list cannot be reached in time, or does not help.</summary>
    Unknown = 2,

    Revoked = 3,
}
