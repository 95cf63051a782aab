namespace EmailConsole.Delivery.Tokens;

/// <summary>What the token endpoint gave. A closed list.</summary>
public abstract record AccessTokenResult
{
    private AccessTokenResult()
    {
    }

    /// <param name="Token">The secret itself: never in a page, a log or an error.</param>
    /// <param name="ExpiresAt">When the server stops taking it.</param>
    /// <param name="EndpointHost">Who issued it.</param>
    public sealed record Granted(string Token, DateTimeOffset ExpiresAt, string EndpointHost) : AccessTokenResult
    {
        /// <summary>Whether it was kept from an earlier request.</summary>
        public bool IsKept { get; init; }

        public override string ToString() => $"(token of {EndpointHost} until {ExpiresAt:O})";
    }

    /// <param name="Kind">
    /// <see cref="DeliveryFailureKind.TokenRefused"/>, <see cref="DeliveryFailureKind.TokenUnavailable"/>,
    /// <see cref="DeliveryFailureKind.TargetNotAllowed"/>, <see cref="DeliveryFailureKind.TimedOut"/> or, where the console's
    /// process can open nothing more, <see cref="DeliveryFailureKind.InternalError"/>.
    /// </param>
    /// <param name="ServerText">The endpoint's own words, scrubbed.</param>
    /// <param name="IsRetryable">Whether the same settings may succeed later.</param>
    public sealed record Failed(DeliveryFailureKind Kind, string? ServerText, bool IsRetryable) : AccessTokenResult;
}
