using System.Net;
using System.Threading.RateLimiting;
using EmailConsole.Accounts.SignIn;
using Microsoft.Extensions.Options;

namespace EmailConsole.Accounts.ApiKeys.Tokens;

/// <summary>Counts wrong secrets by network and by client, with the limits of wrong passwords and apart from those.</summary>
internal sealed class TokenGuesses(IOptions<SignInLimits> options) : IAsyncDisposable
{
    private readonly PartitionedRateLimiter<string> _networks = Create(options.Value.AttemptsPerAddress, options.Value.Window);
    private readonly PartitionedRateLimiter<string> _clients = Create(options.Value.AttemptsPerUsername, options.Value.Window);

    /// <param name="address">Where it came from.</param>
    /// <param name="clientId">As sent; what cannot be one is counted together.</param>
    /// <returns>When to try again, where there were too many; else null.</returns>
    public TimeSpan? Count(IPAddress? address, string clientId) =>
        Count(_networks, SignInThrottle.NetworkOf(address))
        ?? Count(_clients, clientId.Length == ApiKeyText.PrefixLength ? clientId : "");

    public async ValueTask DisposeAsync()
    {
        await _networks.DisposeAsync();
        await _clients.DisposeAsync();
    }

    private TimeSpan? Count(PartitionedRateLimiter<string> limiter, string key)
    {
        using var lease = limiter.AttemptAcquire(key);
        return lease.IsAcquired ? null
            : lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after
            : options.Value.Window;
    }

    private static PartitionedRateLimiter<string> Create(int permits, TimeSpan window) =>
        PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetFixedWindowLimiter(
            key, _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = window, QueueLimit = 0 }));
}
