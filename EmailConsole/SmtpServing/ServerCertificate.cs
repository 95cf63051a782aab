using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EmailConsole.SmtpServing;

/// <summary>Where a server's certificate is.</summary>
/// <param name="File">PEM, with the certificates of the authorities that lead to it, or PKCS #12.</param>
/// <param name="KeyFile">PEM; null: the key is in <paramref name="File"/>.</param>
/// <param name="Password">Of the key; null: none.</param>
internal sealed record CertificateFiles(string File, string? KeyFile, string? Password)
{
    // The password stands in no log
    public override string ToString() => KeyFile is null ? File : $"{File}, {KeyFile}";
}

/// <summary>The certificate of a server, with its chain, from files that may be replaced at any moment; the last good one is kept.</summary>
internal sealed class ServerCertificate(CertificateFiles files)
{
    private byte[] _read = [];
    private volatile SslStreamCertificateContext? _current;

    /// <summary>Null: there was no good one yet.</summary>
    public SslStreamCertificateContext? Current => _current;

    /// <summary>Looks at the files.</summary>
    /// <returns>Whether another certificate is in force since, and what is wrong with files that have changed; null: nothing.</returns>
    public (bool IsNew, string? Fault) Refresh()
    {
        byte[] content;
        try
        {
            content = SHA256.HashData([.. File.ReadAllBytes(files.File), .. files.KeyFile is null ? [] : File.ReadAllBytes(files.KeyFile)]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            content = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(e.Message));
            return Changed(content) ? (false, e.Message) : (false, null);
        }

        if (!Changed(content))
        {
            return (false, null);
        }

        try
        {
            _current = Load();
            return (true, null);
        }
        catch (Exception e)
        {
            // Whatever is wrong with a file that somebody has written: the last good one serves on
            return (false, e.Message);
        }
    }

    private bool Changed(byte[] content)
    {
        var isNew = !content.AsSpan().SequenceEqual(_read);
        _read = content;
        return isNew;
    }

    private SslStreamCertificateContext Load()
    {
        var all = new X509Certificate2Collection();
        X509Certificate2 own;
        if (IsPem())
        {
            own = files.Password is null
                ? X509Certificate2.CreateFromPemFile(files.File, files.KeyFile)
                : X509Certificate2.CreateFromEncryptedPemFile(files.File, files.Password, files.KeyFile);
            all.ImportFromPemFile(files.File);
        }
        else
        {
            all = X509CertificateLoader.LoadPkcs12CollectionFromFile(files.File, files.Password, X509KeyStorageFlags.EphemeralKeySet);
            own = all.FirstOrDefault(c => c.HasPrivateKey) ?? throw new CryptographicException("There is no private key in it.");
        }

        // What leads to an authority is sent as it stands in the file: nothing is fetched from anywhere
        return SslStreamCertificateContext.Create(own, [.. all.Where(c => c.Thumbprint != own.Thumbprint)], offline: true);
    }

    private bool IsPem()
    {
        var head = new byte[64 * 1024];
        using var file = File.OpenRead(files.File);
        return head.AsSpan(0, file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)).IndexOf("-----BEGIN "u8) >= 0;
    }
}
