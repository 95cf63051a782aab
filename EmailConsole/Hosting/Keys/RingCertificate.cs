using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EmailConsole.Persistence;

namespace EmailConsole.Hosting.Keys;

/// <summary>A certificate with its private key, an RSA key. Its dates and its issuer do not matter: nobody but the console sees it.</summary>
internal class RingCertificateOptions
{
    /// <summary>A PKCS #12 or PEM file, relative to home.</summary>
    public string? Certificate { get; set; }

    /// <summary>Of the PKCS #12 file, or of an encrypted private key in PEM; null: none.</summary>
    public string? CertificatePassword { get; set; }

    /// <summary>The private key's PEM file; null: it is in <see cref="Certificate"/>.</summary>
    public string? CertificateKey { get; set; }
}

internal static class RingCertificate
{
    /// <param name="options">Where it is.</param>
    /// <param name="section">Of the configuration; for the message.</param>
    /// <param name="resolve">Makes paths absolute.</param>
    /// <exception cref="CannotStartException">It cannot be read; the message names the key.</exception>
    public static X509Certificate2 Load(RingCertificateOptions options, string section, Func<string, string> resolve)
    {
        if (string.IsNullOrWhiteSpace(options.Certificate))
        {
            throw new CannotStartException($"{section}:Certificate: it names no file.");
        }

        var file = resolve(options.Certificate);
        try
        {
            var certificate = Read(file, options.CertificateKey is { } key ? resolve(key) : null, options.CertificatePassword);
            using var rsa = certificate.GetRSAPrivateKey();
            return rsa is not null ? certificate : throw new CryptographicException("it has no private RSA key.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new CannotStartException($"{section}:Certificate: the file {file} cannot be used: {e.Message} A wrong CertificatePassword looks the same.", e);
        }
    }

    private static X509Certificate2 Read(string file, string? keyFile, string? password)
    {
        if (!File.ReadAllText(file).Contains("-----BEGIN ", StringComparison.Ordinal))
        {
            return X509CertificateLoader.LoadPkcs12FromFile(file, password);
        }

        return password is null ? X509Certificate2.CreateFromPemFile(file, keyFile) : X509Certificate2.CreateFromEncryptedPemFile(file, password, keyFile);
    }
}
