using System.Globalization;
using EmailConsole.Delivery;

namespace EmailConsole.Outbox;

/// <summary>
/// Why a message is not delivered, coarse enough to be the same for all that fail alike, and nothing that a tenant may not read: of a
/// provider kind and stage, of a message and its recipients the server's code as well.
/// </summary>
/// <param name="Kind">Of the failure; null: its time ran out before anything was tried, and nothing is known to have hindered that.</param>
/// <param name="Stage">Where it happened.</param>
/// <param name="Code">The enhanced status code, else the reply code; null: none, or the provider's.</param>
public sealed record FailureCause(DeliveryFailureKind? Kind, DeliveryStage Stage, string? Code)
{
    /// <summary>Of the text.</summary>
    public const int MaxLength = 32;

    public const string OutOfTimeText = "expired";

    private const string ThrottleText = "throttle";
    private const string ProviderText = "provider";

    public static readonly FailureCause OutOfTime = new(null, default, null);

    /// <summary><see cref="Blame.Throttle"/> or <see cref="Blame.Provider"/>, of a reply that does not mean the address or the message of its stage; else null.</summary>
    public Blame? Blame { get; init; }

    /// <summary>A server that wants a sign-in first may say so as late as at a recipient: that is a sign-in refused.</summary>
    public static FailureCause Of(DeliveryFailure failure) => failure is { Kind: DeliveryFailureKind.Refused or DeliveryFailureKind.RecipientRefused, Blame: Delivery.Blame.Credentials }
        ? new(DeliveryFailureKind.AuthenticationRefused, DeliveryStage.Authenticate, null)
        : new FailureCause(
            failure.Kind,
            failure.Stage,
            failure.Blame is Delivery.Blame.Message or Delivery.Blame.Recipient ? Known(failure.EnhancedCode ?? failure.ReplyCode?.ToString(CultureInfo.InvariantCulture)) : null)
        {
            Blame = failure is { Kind: DeliveryFailureKind.Refused or DeliveryFailureKind.RecipientRefused, Blame: Delivery.Blame.Throttle or Delivery.Blame.Provider } ? failure.Blame : null,
        };

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
            && parts.ElementAtOrDefault(2) is var third
            && BlameOf(third) is var blame
            && (third is null || blame is not null || Known(third) is not null)
                ? new FailureCause(kind, stage, blame is null ? third : null) { Blame = blame }
                : null;
    }

    /// <summary>As it is stored and stands in addresses of pages, such as <c>20-7-5.1.1</c>: numbers of kind and stage, which are stored elsewhere too.</summary>
    public override string ToString() => Kind is { } kind
        ? string.Join('-', ((string?[])[NumberOf(kind), NumberOf(Stage), Code, TextOf(Blame)]).Where(part => part is not null))
        : OutOfTimeText;

    private static string NumberOf<T>(T value)
        where T : struct, Enum => value.ToString("D");

    private static string? TextOf(Blame? blame) => blame switch { Delivery.Blame.Throttle => ThrottleText, Delivery.Blame.Provider => ProviderText, _ => null };

    private static Blame? BlameOf(string? text) => text switch { ThrottleText => Delivery.Blame.Throttle, ProviderText => Delivery.Blame.Provider, _ => null };

    // A code is digits and dots, whatever a server calls one
    private static string? Known(string? code) => code is { Length: > 0 and <= 11 } && code.All(c => char.IsAsciiDigit(c) || c == '.') ? code : null;

    private static T? NumberOf<T>(string text)
        where T : struct, Enum =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && Enum.IsDefined(typeof(T), number)
            ? (T)Enum.ToObject(typeof(T), number)
            : null;
}
