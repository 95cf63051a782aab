using EmailConsole.Delivery;
using EmailConsole.Delivery.Tokens;
using EmailConsole.EmailProviders;

namespace EmailConsole.Kinds.Http;

/// <summary>Faults that the tables of the shared sender have words for.</summary>
internal static class Faults
{
    public static Fault Cancelled { get; } = new(DeliveryFailureKind.Cancelled);

    public static Fault OfToken(AccessTokenResult.Failed failed, EmailProviderSettings client) =>
        new(failed.Kind, Text: failed.ServerText, IsRetryable: failed.IsRetryable) { Settings = client };
}
