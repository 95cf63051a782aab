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
    string? Detail);
