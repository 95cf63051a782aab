namespace EmailConsole.Delivery.Certificates;

internal sealed partial class AdditionalAuthorities
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Trusting {Count} more certificate authorities of {Path}")]
    private partial void LogRead(string path, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Path} (Tls:AdditionalCaFile) holds no certificate any more; those read before stay in force")]
    private partial void LogEmpty(string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Path} (Tls:AdditionalCaFile) cannot be read; the certificates read before stay in force")]
    private partial void LogUnreadable(string path, Exception exception);
}
