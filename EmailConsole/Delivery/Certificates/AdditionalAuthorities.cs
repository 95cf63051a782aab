using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EmailConsole.Deployment;
using Microsoft.Extensions.Options;

namespace EmailConsole.Delivery.Certificates;

/// <summary>The certificates of <c>Tls:AdditionalCaFile</c>, read anew when the file changes.</summary>
internal sealed partial class AdditionalAuthorities(IOptions<TlsOptions> options, Home home, ILogger<AdditionalAuthorities> logger)
{
    private readonly Lock _lock = new();
    private readonly string? _path =
        string.IsNullOrWhiteSpace(options.Value.AdditionalCaFile) ? null : home.Resolve(options.Value.AdditionalCaFile);

    private X509Certificate2Collection _current = [];
    private (DateTime Written, long Length) _stamp;

    /// <summary>Empty when none is configured. A file that became unreadable leaves the last good ones in force.</summary>
    public X509Certificate2Collection Current
    {
        get
        {
            if (_path is null)
            {
                return _current;
            }

            lock (_lock)
            {
                ReadIfChanged(_path);
                return _current;
            }
        }
    }

    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="CryptographicException">It holds something that is no certificate.</exception>
    public static X509Certificate2Collection Read(string path)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(path);
        return certificates;
    }

    private void ReadIfChanged(string path)
    {
        try
        {
            // A mounted configuration swaps a link, so the target's time counts
            var file = new FileInfo(path);
            var target = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
            var stamp = (target.LastWriteTimeUtc, target.Length);
            if (stamp == _stamp)
            {
                return;
            }

            _stamp = stamp;
            var read = Read(path);
            if (read.Count > 0)
            {
                _current = read;
                LogRead(path, read.Count);
            }
            else
            {
                LogEmpty(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            LogUnreadable(path, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Trusting {Count} more certificate authorities of {Path}")]
    private partial void LogRead(string path, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Path} (Tls:AdditionalCaFile) holds no certificate any more; those read before stay in force")]
    private partial void LogEmpty(string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Path} (Tls:AdditionalCaFile) cannot be read; the certificates read before stay in force")]
    private partial void LogUnreadable(string path, Exception exception);
}
