using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using EmailConsole.Delivery.Smtp;

namespace EmailConsole.Delivery;

/// <summary>The one place where exceptions of sockets and TLS become facts.</summary>
internal static class FaultClassifier
{
    /// <summary>The detail of a failure that is this machine's, whatever server it was about to talk to.</summary>
    public const string NoFileHandles = "no free file handles";

    /// <param name="exception">What was thrown within a stage.</param>
    /// <param name="isCancelled">Whether the caller cancelled; else a cancelled operation is a time limit.</param>
    /// <returns>Null for a defect of our own, which must not pass for the server's.</returns>
    public static Fault? Classify(Exception exception, bool isCancelled) => exception switch
    {
        _ when isCancelled && exception is OperationCanceledException or IOException or SocketException or ObjectDisposedException
            => new Fault(DeliveryFailureKind.Cancelled),
        OperationCanceledException => new Fault(DeliveryFailureKind.TimedOut, IsRetryable: true),
        SmtpProtocolException e => new Fault(DeliveryFailureKind.ProtocolViolation, Text: e.ServerText, Detail: e.Message),
        AuthenticationException e => new Fault(DeliveryFailureKind.TlsHandshakeFailed, Detail: Innermost(e)),
        CryptographicException e => new Fault(DeliveryFailureKind.TlsHandshakeFailed, Detail: $"the certificate cannot be read: {e.Message.TrimEnd('.')}"),
        SocketException e => OfSocket(e),
        IOException { InnerException: SocketException e } => OfSocket(e),
        IOException => new Fault(DeliveryFailureKind.ConnectionLost, IsRetryable: true),
        _ => null,
    };

    private static Fault OfSocket(SocketException e) => e.SocketErrorCode switch
    {
        SocketError.HostNotFound or SocketError.NoData => new Fault(DeliveryFailureKind.HostNotFound, Detail: e.Message),
        SocketError.TryAgain or SocketError.NoRecovery => new Fault(DeliveryFailureKind.HostNotFound, Detail: e.Message, IsRetryable: true),
        SocketError.ConnectionRefused => new Fault(DeliveryFailureKind.ConnectionRefused, IsRetryable: true),
        SocketError.TooManyOpenSockets => new Fault(DeliveryFailureKind.InternalError, Detail: NoFileHandles, IsRetryable: true),
        SocketError.TimedOut => new Fault(DeliveryFailureKind.TimedOut, IsRetryable: true),
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.NetworkDown or SocketError.HostDown
            or SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported or SocketError.AccessDenied
            => new Fault(DeliveryFailureKind.Unreachable, Detail: e.Message, IsRetryable: true),
        _ => new Fault(DeliveryFailureKind.ConnectionLost, Detail: e.Message, IsRetryable: true),
    };

    private static string Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e.Message;
}
