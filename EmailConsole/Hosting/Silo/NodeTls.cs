using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EmailConsole.Cluster;
using EmailConsole.Deployment;
using EmailConsole.Persistence;
using Orleans.Connections.Security;

namespace EmailConsole.Hosting.Silo;

/// <summary>
/// What nodes say to each other is encrypted, and each shows the certificate of <c>Cluster:Certificate</c>, the same on all. The names in it, its issuer and
/// its time are not looked at: whoever has its key is a node.
/// </summary>
internal static class NodeTls
{
    public static void AddNodeTls(this ISiloBuilder silo, ClusterOptions options, Home home)
    {
        if (options.PrivateNetwork)
        {
            silo.Services.AddSingleton(new NodeCertificate(null));
            return;
        }

        var own = Load(options, home);
        silo.Services.AddSingleton(new NodeCertificate(own));
        silo.UseTls(tls =>
        {
            tls.LocalCertificate = own;
            tls.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
            tls.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
            tls.CheckCertificateRevocation = false;
            tls.RemoteCertificateValidation = (certificate, _, _) => IsOfANode(certificate, own);
            tls.OnAuthenticateAsClient = (_, authentication) => authentication.TargetHost = own.GetNameInfo(X509NameType.DnsName, forIssuer: false);
        });
    }

    /// <summary>It is the very same certificate: that its key is there the handshake has shown.</summary>
    public static bool IsOfANode(X509Certificate2? certificate, X509Certificate2 own) =>
        certificate is not null
        && CryptographicOperations.FixedTimeEquals(certificate.GetCertHash(HashAlgorithmName.SHA256), own.GetCertHash(HashAlgorithmName.SHA256));

    private static X509Certificate2 Load(ClusterOptions options, Home home)
    {
        try
        {
            return X509CertificateLoader.LoadPkcs12FromFile(home.Resolve(options.Certificate), options.CertificatePassword);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new CannotStartException($"Cluster:Certificate: the file {options.Certificate} cannot be read: {e.Message}", e);
        }
    }
}

/// <param name="Own">Null: nodes talk in clear text, in a network that is said to be private.</param>
internal sealed record NodeCertificate(X509Certificate2? Own)
{
    /// <summary>Ends well where a node with the same certificate is at the other end, and where nodes talk in clear text.</summary>
    /// <exception cref="AuthenticationException">It is another one.</exception>
    /// <exception cref="IOException">It has hung up.</exception>
    public async Task CheckAsync(Stream stream, CancellationToken cancellationToken)
    {
        if (Own is null)
        {
            return;
        }

        await using var encrypted = new SslStream(stream, leaveInnerStreamOpen: true);
        await encrypted.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = Own.GetNameInfo(X509NameType.DnsName, forIssuer: false),
                ClientCertificates = [Own],
                CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                RemoteCertificateValidationCallback = (_, shown, _, _) => NodeTls.IsOfANode(shown as X509Certificate2, Own),
            },
            cancellationToken);
    }
}
