using EmailConsole.EmailProviders;

namespace EmailConsole.Delivery;

/// <summary>The shared sender: hands one message to a provider, by SMTP or as its kind does.</summary>
public interface ISharedSender
{
    /// <summary>Delivers as fast as it can: over a connection that is open already where there is one, with a kept token.</summary>
    /// <param name="provider">Whose settings.</param>
    /// <param name="email">The message.</param>
    /// <param name="cancellationToken">
    /// Ends with <see cref="DeliveryFailureKind.Cancelled"/>, not with an exception; <see cref="DeliveryOutcome.Unknown"/>
    /// where the server has the message already.
    /// </param>
    Task<DeliveryOutcome> SendAsync(ProviderInForce provider, OutgoingEmail email, CancellationToken cancellationToken) =>
        SendAsync(provider, email, null, null, cancellationToken);

    /// <summary>The same, with a last word before anything of the message goes out, and for whoever looks on meanwhile.</summary>
    /// <param name="provider">Whose settings.</param>
    /// <param name="email">The message.</param>
    /// <param name="beforeDispatch">
    /// Awaited when a connection is open and signed in, just before MAIL; null: nothing to wait for. Until then nothing can have
    /// been delivered, and where it answers false nothing will be: the outcome is <see cref="DeliveryFailureKind.Cancelled"/>.
    /// The connection waits with it, so it should be short. It is always asked again as the last thing before MAIL, and before the content where
    /// that goes apart: those answers should come at once. By HTTP it is asked before a request and again as the last thing before its
    /// body, with which the first byte of the request goes out.
    /// </param>
    /// <param name="progress">Told of each stage; null: nobody looks.</param>
    /// <param name="cancellationToken">As above.</param>
    Task<DeliveryOutcome> SendAsync(
        ProviderInForce provider,
        OutgoingEmail email,
        Func<CancellationToken, ValueTask<bool>>? beforeDispatch,
        DeliveryProgress? progress,
        CancellationToken cancellationToken);

    /// <summary>Delivers over a connection of its own with a fresh token, and reports every stage.</summary>
    /// <param name="provider">Whose settings; not necessarily stored ones.</param>
    /// <param name="email">The message.</param>
    /// <param name="listener">Told of each stage and each line.</param>
    /// <param name="cancellationToken">Ends as with <c>SendAsync</c>.</param>
    Task<DeliveryOutcome> SendOnceAsync(
        ProviderInForce provider, OutgoingEmail email, IDeliveryListener listener, CancellationToken cancellationToken);

    /// <summary>How <see cref="CheckAsync"/> would check the credentials of such a provider; null: it cannot.</summary>
    CheckWay? FindCheck(EmailProviderSettings settings);

    /// <summary>
    /// Has the credentials checked over a connection of its own with a fresh token, and reports every stage. Nothing is sent: by SMTP the
    /// session ends when it is signed in.
    /// </summary>
    /// <param name="provider">Whose settings; not necessarily stored ones.</param>
    /// <param name="listener">Told of each stage and each line.</param>
    /// <param name="cancellationToken">Ends with <see cref="DeliveryFailureKind.Cancelled"/>, not with an exception.</param>
    Task<CredentialCheck> CheckAsync(ProviderInForce provider, IDeliveryListener listener, CancellationToken cancellationToken);
}
