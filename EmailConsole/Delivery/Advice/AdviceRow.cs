using EmailConsole.EmailProviders;

namespace EmailConsole.Delivery.Advice;

/// <summary>
/// One line of a table: which failures it is about, and the words. What is not given matches anything; the first line that
/// matches wins, so the particular ones stand above the general ones.
/// </summary>
/// <param name="Cause">What happened and why, a template (<see cref="AdviceText"/>).</param>
/// <param name="Cure">What to do; null when nothing better than the server's words is known.</param>
/// <param name="Command">PowerShell to copy.</param>
internal sealed record AdviceRow(string Cause, string? Cure = null, string? Command = null)
{
    public KnownProvider At { get; init; }

    public DeliveryFailureKind[] Kinds { get; init; } = [];

    public DeliveryStage[] Stages { get; init; } = [];

    public int[] Replies { get; init; } = [];

    /// <summary>The enhanced status codes (RFC 3463).</summary>
    public string[] Codes { get; init; } = [];

    /// <summary>One of them stands in the server's text or in the detail.</summary>
    public string[] Texts { get; init; } = [];

    public Func<EmailProviderSettings, bool>? When { get; init; }

    public bool Matches(DeliveryFailureFacts facts) =>
        (At == KnownProvider.None || At == KnownProviders.Of(facts.Settings))
        && (Kinds.Length == 0 || Kinds.Contains(facts.Kind))
        && (Stages.Length == 0 || Stages.Contains(facts.Stage))
        && (Replies.Length == 0 || facts.ReplyCode is { } reply && Replies.Contains(reply))
        && (Codes.Length == 0 || facts.EnhancedCode is { } code && Codes.Contains(code))
        && (Texts.Length == 0 || Texts.Any(text => Says(facts.ServerText, text) || Says(facts.Detail, text)))
        && (When is null || When(facts.Settings));

    private static bool Says(string? said, string text) => said?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;
}
