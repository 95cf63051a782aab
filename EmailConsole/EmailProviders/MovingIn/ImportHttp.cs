using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EmailConsole.EmailProviders.MovingIn;

/// <summary>The client of an import. Certificates are always verified.</summary>
internal static class ImportHttp
{
    private const int MaxAnswer = 4 * 1024 * 1024;

    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <returns>Why the file cannot be used; null: it can.</returns>
    public static string? FindFault(string caFile)
    {
        try
        {
            var found = new X509Certificate2Collection();
            found.ImportFromPemFile(caFile);
            return found.Count > 0 ? null : $"{caFile} holds no certificate in PEM form.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return e.Message;
        }
    }

    /// <param name="caFile">PEM; null: the system's authorities alone.</param>
    public static HttpClient Create(string? caFile)
    {
        // A password must not follow a redirect
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = ConnectPatience };
        if (caFile is not null)
        {
            var trusted = new X509Certificate2Collection();
            trusted.ImportFromPemFile(caFile);
            handler.SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, certificate, chain, faults) =>
                    faults == SslPolicyErrors.None
                    || (faults == SslPolicyErrors.RemoteCertificateChainErrors && Verify(certificate, chain, trusted)),
            };
        }

        return new HttpClient(handler) { Timeout = Patience, MaxResponseContentBufferSize = MaxAnswer };
    }

    private static bool Verify(X509Certificate? certificate, X509Chain? sent, X509Certificate2Collection trusted)
    {
        if (certificate is not X509Certificate2 server)
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(trusted);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        foreach (var element in (IEnumerable<X509ChainElement>?)sent?.ChainElements ?? [])
        {
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        return chain.Build(server);
    }
}
