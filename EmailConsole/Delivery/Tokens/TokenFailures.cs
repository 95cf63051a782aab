using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text.Json;
using EmailConsole.Delivery.Network;

namespace EmailConsole.Delivery.Tokens;

/// <summary>Words and class of what token endpoints answer instead of a token, and of what happens on the way there.</summary>
internal static class TokenFailures
{
    private const string UnreadableCertificate = "Its certificate cannot be read.";

    // RFC 6749 section 4.1.2.1 defines them for another endpoint; token endpoints use them alike
    private static readonly string[] Passing = ["temporarily_unavailable", "server_error"];

    /// <summary>A replacement that is none; it may be one later.</summary>
    public static AccessTokenResult.Failed SameAgain { get; } =
        new(DeliveryFailureKind.TokenUnavailable, "It gave the same token again that the mail server had refused.", true);

    public static AccessTokenResult.Failed Unusable(string text) => new(DeliveryFailureKind.TokenUnavailable, text, false);

    /// <summary>An answer that grants nothing (RFC 6749 section 5.2).</summary>
    public static AccessTokenResult.Failed OfAnswer(HttpStatusCode status, string? body)
    {
        var passes = status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout || (int)status >= 500;
        if (!TryReadError(body, out var error, out var description))
        {
            return new AccessTokenResult.Failed(
                DeliveryFailureKind.TokenUnavailable, $"HTTP {(int)status} without an OAuth 2.0 answer", passes);
        }

        var text = description.Length == 0 ? error : $"{error}: {description}";
        return new AccessTokenResult.Failed(DeliveryFailureKind.TokenRefused, text, passes || Passing.Contains(error));
    }

    /// <returns>Null for a defect of our own.</returns>
    public static AccessTokenResult.Failed? OfException(Exception exception) => exception switch
    {
        _ when IsRefusedByPolicy(exception) => new(DeliveryFailureKind.TargetNotAllowed, null, false),
        OperationCanceledException => new(DeliveryFailureKind.TimedOut, null, true),
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.TooManyOpenSockets } }
            => new(DeliveryFailureKind.InternalError, FaultClassifier.NoFileHandles, true),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => Unavailable("Its host name was not found."),
        CryptographicException or HttpRequestException { InnerException: CryptographicException } => Unavailable(UnreadableCertificate),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } e => Unavailable(OfTls(e)),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } e => Unavailable($"No connection: {Innermost(e)}"),
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => Unavailable("Its answer is too large."),
        HttpRequestException { InnerException: AuthenticationException } e => Unavailable(OfTls(e)),
        HttpRequestException or IOException => Unavailable("The connection was lost, or the answer is not HTTP."),
        JsonException => Unusable("Its answer is not JSON."),
        _ => null,
    };

    private static AccessTokenResult.Failed Unavailable(string text) => new(DeliveryFailureKind.TokenUnavailable, text, true);

    private static bool IsRefusedByPolicy(Exception? exception) =>
        exception is TargetNotAllowedException || exception?.InnerException is { } inner && IsRefusedByPolicy(inner);

    private static string OfTls(Exception e) => Innermost(e) is var said && said.Contains("certificate", StringComparison.OrdinalIgnoreCase)
        ? "Its certificate is not trusted, outside its dates, revoked, or for another name."
        : $"TLS failed: {said}";

    private static bool TryReadError(string? body, out string error, out string description)
    {
        error = description = "";
        try
        {
            using var json = JsonDocument.Parse(body ?? "", new JsonDocumentOptions { MaxDepth = 16 });
            error = Text(json.RootElement, "error");
            description = Text(json.RootElement, "error_description");
            return error.Length > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() ?? ""
            : "";

    private static string Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e.Message;
}
