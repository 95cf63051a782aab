using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EmailConsole.Tests.Servers;

/// <summary>A certificate authority of the tests' own, which no system trusts, and server certificates good and bad.</summary>
public sealed class TestCertificates : IDisposable
{
    public const string ServerName = "localhost";

    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _authority;

    public TestCertificates()
    {
        var request = Request("CN=Test CA", _key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        _authority = request.CreateSelfSigned(Now.AddYears(-2), Now.AddYears(1));
    }

    /// <summary>The authority's certificate, for <c>Tls:AdditionalCaFile</c>.</summary>
    public string AuthorityPem => _authority.ExportCertificatePem();

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>A certificate by the authority that is valid today.</summary>
    public X509Certificate2 Issue(params string[] names) => Issue(Now.AddDays(-1), Now.AddDays(30), names);

    public X509Certificate2 IssueExpired(params string[] names) => Issue(Now.AddDays(-60), Now.AddDays(-1), names);

    public X509Certificate2 IssueForLater(params string[] names) => Issue(Now.AddDays(1), Now.AddDays(30), names);

    /// <summary>A certificate whose authority says where its revocation list is.</summary>
    public X509Certificate2 IssueWithList(Uri list, params string[] names) => Issue(
        Now.AddDays(-1), Now.AddDays(30), names, CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([list.AbsoluteUri]));

    /// <summary>A certificate whose list of names is no ASN.1.</summary>
    public X509Certificate2 IssueWithBrokenNames(string commonName) =>
        IssueByCommonName(commonName, new X509Extension("2.5.29.17", [0x30, 0x05, 0x82, 0x20, 0x61, 0x62, 0x63], critical: false));

    /// <summary>A certificate as they were made in the nineties: its name is in the subject alone.</summary>
    public X509Certificate2 IssueByCommonName(string commonName, params X509Extension[] extensions)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request($"CN={commonName}", key);
        foreach (var extension in extensions)
        {
            request.CertificateExtensions.Add(extension);
        }

        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_authority, true, false));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([ServerAuthentication], critical: false));
        using var certificate = request.Create(_authority, Now.AddDays(-1), Now.AddDays(30), RandomNumberGenerator.GetBytes(16));
        return certificate.CopyWithPrivateKey(key);
    }

    /// <summary>The authority's revocation list (DER), valid now.</summary>
    public byte[] RevocationList(params X509Certificate2[] revoked)
    {
        var list = new CertificateRevocationListBuilder();
        foreach (var certificate in revoked)
        {
            list.AddEntry(certificate, Now.AddHours(-1));
        }

        return list.Build(
            _authority, 1, Now.AddDays(7), HashAlgorithmName.SHA256, rsaSignaturePadding: null, Now.AddHours(-1));
    }

    /// <summary>A certificate that nobody but itself vouches for.</summary>
    public static X509Certificate2 SelfSign(params string[] names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return ServerRequest(names, key).CreateSelfSigned(Now.AddDays(-1), Now.AddDays(30));
    }

    /// <summary>Certificate and private key in one text, as Postfix reads them.</summary>
    public static string ToPem(X509Certificate2 certificate) =>
        certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem() + "\n" + certificate.ExportCertificatePem() + "\n";

    public bool HasIssued(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(_authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _key.Dispose();
    }

    private X509Certificate2 Issue(DateTimeOffset from, DateTimeOffset until, string[] names, params X509Extension[] extensions)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = ServerRequest(names, key);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_authority, true, false));
        foreach (var extension in extensions)
        {
            request.CertificateExtensions.Add(extension);
        }

        using var certificate = request.Create(_authority, from, until, RandomNumberGenerator.GetBytes(16));
        return certificate.CopyWithPrivateKey(key);
    }

    private static CertificateRequest ServerRequest(string[] names, ECDsa key)
    {
        var request = Request($"CN={names[0]}", key);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address))
            {
                alternatives.AddIpAddress(address);
            }
            else
            {
                alternatives.AddDnsName(name);
            }
        }

        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([ServerAuthentication], critical: false));
        return request;
    }

    private static CertificateRequest Request(string subject, ECDsa key) =>
        new(subject, key, HashAlgorithmName.SHA256);
}
