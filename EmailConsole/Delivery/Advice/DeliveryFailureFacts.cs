using EmailConsole.EmailProviders;

namespace EmailConsole.Delivery.Advice;

/// <summary>What is known about a failure before anybody has words for it.</summary>
/// <param name="Kind">The class of the failure.</param>
/// <param name="Stage">Where it happened.</param>
/// <param name="ReplyCode">The SMTP reply code, where there was one.</param>
/// <param name="EnhancedCode">The enhanced status code (RFC 3463).</param>
/// <param name="ServerText">The server's own words, scrubbed.</param>
/// <param name="Settings">The provider's settings, without secrets.</param>
/// <param name="Detail">What else was learned: an address, the certificate's names and dates, the mechanisms offered.</param>
public sealed record DeliveryFailureFacts(
    DeliveryFailureKind Kind,
    DeliveryStage Stage,
    int? ReplyCode,
    string? EnhancedCode,
    string? ServerText,
    EmailProviderSettings Settings,
    string? Detail)
{
    /// <summary>Whether TLS was in force; null: not known, and the settings decide.</summary>
    public bool? Encrypted { get; init; }

    /// <summary>Whether commands went in groups (RFC 2920); null: not known.</summary>
    public bool? Pipelined { get; init; }

    /// <summary>Where the console's own mailbox listens, which was meant perhaps; null: nowhere, or these settings name another machine.</summary>
    public int? MailboxPort { get; init; }

    /// <summary>Whether the server calls its refusal temporary (RFC 5321 section 4.2.1): it is tried again without anybody's help.</summary>
    public bool IsTemporary => ReplyCode is >= 400 and < 500;

    public bool IsEncrypted => Encrypted ?? Settings.Encryption is SmtpEncryption.Tls or SmtpEncryption.StartTlsRequired;

    /// <summary>Whether the server took a sign-in before it refused.</summary>
    public bool IsSignedIn => Settings.AuthenticationType != AuthenticationType.None && Stage > DeliveryStage.Authenticate;

    /// <summary>The account where it is another than From Address; with a token that is the account.</summary>
    public string? OtherAccount =>
        Settings.AuthenticationType == AuthenticationType.Basic
        && Settings.Username is { Length: > 0 } user
        && !user.Equals(Settings.FromAddress, StringComparison.OrdinalIgnoreCase)
            ? user
            : null;
}
