using EmailConsole.EmailProviders;

namespace EmailConsole.Delivery;

/// <summary>Hands messages to the providers of one kind.</summary>
internal interface IKindTransport
{
    /// <summary>The name of the kind (<see cref="EmailProviderSettings.Kind"/>).</summary>
    string Kind { get; }

    /// <summary>Where a secret is needed first.</summary>
    DeliveryStage StageOfSecret(EmailProviderSettings settings) => DeliveryStage.Request;

    /// <returns>As <see cref="ISharedSender"/> promises: no exception for an expected failure, nor for a cancellation.</returns>
    Task<DeliveryOutcome> SendAsync(KindDelivery delivery);

    /// <summary>How the credentials can be checked; null: they cannot, with these settings.</summary>
    CheckWay? FindCheck(EmailProviderSettings settings);

    /// <returns>As <see cref="ISharedSender.CheckAsync"/> promises.</returns>
    Task<CredentialCheck> CheckAsync(KindCheck check);
}

/// <param name="Provider">Whose credentials, readable.</param>
/// <param name="Run">Its listener, its cancellation, its words.</param>
internal sealed record KindCheck(ProviderInForce Provider, DeliveryRun Run);

/// <param name="Provider">Whose settings, its secrets readable.</param>
/// <param name="Email">The message.</param>
/// <param name="BeforeDispatch">As of <see cref="ISharedSender"/>: awaited before the first byte, and again as the last thing before what may deliver.</param>
/// <param name="IsFresh">Over a connection of its own, with a fresh token, every stage reported.</param>
/// <param name="Run">Its listener, its cancellation, its words.</param>
internal sealed record KindDelivery(
    ProviderInForce Provider, OutgoingEmail Email, Func<CancellationToken, ValueTask<bool>>? BeforeDispatch, bool IsFresh, DeliveryRun Run);
