using System.Net.Sockets;
using System.Security.Cryptography;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Tokens;

namespace EmailConsole.Tests.Delivery;

public sealed class FaultClassifierTests
{
    [Fact]
    public void Classify_CryptographicException_IsAFailedHandshake() =>
        Assert.Equal(DeliveryFailureKind.TlsHandshakeFailed, FaultClassifier.Classify(new CryptographicException("ASN1 corrupted data."), false)?.Kind);

    [Fact]
    public void OfException_UnreadableCertificateOfATokenEndpoint_SaysSo()
    {
        var exception = new HttpRequestException(HttpRequestError.SecureConnectionError, "failed", new CryptographicException("ASN1 corrupted data."));

        var failed = TokenFailures.OfException(exception);

        Assert.Equal((DeliveryFailureKind.TokenUnavailable, "Its certificate cannot be read."), (failed!.Kind, failed.ServerText));
    }

    [Fact]
    public void Classify_NoFileHandles_IsOurOwnAndTriedAgain()
    {
        var fault = FaultClassifier.Classify(new SocketException((int)SocketError.TooManyOpenSockets), false);

        Assert.Equal((DeliveryFailureKind.InternalError, true), (fault!.Kind, fault.IsRetryable));
    }

    [Fact]
    public void OfException_NoFileHandles_IsOurOwnAndTriedAgain()
    {
        var exception = new HttpRequestException(
            HttpRequestError.ConnectionError, "failed", new SocketException((int)SocketError.TooManyOpenSockets));

        var failed = TokenFailures.OfException(exception);

        Assert.Equal((DeliveryFailureKind.InternalError, true), (failed!.Kind, failed.IsRetryable));
    }

    [Fact]
    public void OfException_CryptographicException_IsExpected() =>
        Assert.NotNull(TokenFailures.OfException(new CryptographicException("ASN1 corrupted data.")));
}
