using System.Globalization;
using EmailConsole.Delivery;

namespace EmailConsole.Outbox;

/// <summary>
/// Why a message is not delivered, coarse enough to be the same for all that fail alike, and nothing that a tenant may not read: of a
/// provider kind and stage, of a message and its recipients the server's code as well.
/// </summary>
/// <param name="Kind">Of the failure; null: its time ran out before anything was tried.</param>
/// <param name="Stage">Where it happened.</param>
/// <param name="Code">The enhanced status code, else the reply code; null: none, or the provider's.</param>
public sealed record FailureCause(DeliveryFailureKind? Kind, DeliveryStage Stage, string? Code)
{
    /// <summary>Of the text.</summary>
    public const int MaxLength = 32;

    public const string OutOfTimeText = "expired";

    public static readonly FailureCause OutOfTime = new(null, default, null);

    /// <summary>A server that wants a sign-in first may say so as late as at a recipient: that is a sign-in refused.</summary>
    public static FailureCause Of(DeliveryFailure failure) => failure is { Kind: DeliveryFailureKind.Refused or DeliveryFailureKind.RecipientRefused, Blame: Blame.Credentials }
        ? new(DeliveryFailureKind.AuthenticationRefused, DeliveryStage.Authenticate, null)
        : new(
            failure.Kind,
            failure.Stage,
            failure.Blame is Blame.Message or Blame.Recipient ? Known(failure.EnhancedCode ?? failure.ReplyCode?.ToString(CultureInfo.InvariantCulture)) : null);

    /// <returns>Null where the text is none.</returns>
    public static FailureCause? Parse(string? text)
    {
        if (text == OutOfTimeText)
        {
            return OutOfTime;
        }

        var parts = (text ?? "").Split('-');
        return parts.Length is 2 or 3
            && NumberOf<DeliveryFailureKind>(parts[0]) is { } kind
            && NumberOf<DeliveryStage>(parts[1]) is { } stage
            && (parts.Length == 2 || Known(parts[2]) is not null)
                ? new FailureCause(kind, stage, parts.Length == 3 ? parts[2] : null)
                : null;
    }

    /// <summary>As it is stored and stands in addresses of pages, such as <c>20-7-5.1.1</c>: numbers of kind and stage, which are stored elsewhere too.</summary>
    public override string ToString() => Kind is { } kind
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)kind}-{(int)Stage}{(Code is null ? "" : "-")}{Code}")
        : OutOfTimeText;

    // A code is digits and dots, whatever a server calls one
    private static string? Known(string? code) => code is { Length: > 0 and <= 11 } && code.All(c => char.IsAsciiDigit(c) || c == '.') ? code : null;

    private static T? NumberOf<T>(string text)
        where T : struct, Enum =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && Enum.IsDefined(typeof(T), number)
            ? (T)Enum.ToObject(typeof(T), number)
            : null;
}
