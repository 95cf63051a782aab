using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace EmailConsole.Accounts.SignIn;

/// <summary>Bounds the attempts to sign in, and how many passwords are hashed at once: each costs a processor some 100 ms.</summary>
internal sealed class SignInThrottle(IOptions<SignInLimits> options) : IAsyncDisposable
{
    private static readonly TimeSpan WhenBusy = TimeSpan.FromSeconds(5);

    private readonly PartitionedRateLimiter<string> _addresses = Create(options.Value.AttemptsPerAddress, options.Value.Window);
    private readonly PartitionedRateLimiter<string> _usernames = Create(options.Value.AttemptsPerUsername, options.Value.Window);
    private readonly ConcurrencyLimiter _hashing = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = Environment.ProcessorCount,
        QueueLimit = 64,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <returns>Null: go on. Else when to try again.</returns>
    public TimeSpan? Attempt(IPAddress? address, string username)
    {
        using var byAddress = _addresses.AttemptAcquire(NetworkOf(address));
        return byAddress.IsAcquired ? Attempt(username) : RetryAfter(byAddress);
    }

    /// <summary>For somebody who is signed in already, from wherever.</summary>
    public TimeSpan? Attempt(string username)
    {
        using var byUsername = _usernames.AttemptAcquire(username);
        return byUsername.IsAcquired ? null : RetryAfter(byUsername);
    }

    /// <summary>Waits for a turn to hash. The lease ends the turn; it may be refused when too many wait.</summary>
    public ValueTask<RateLimitLease> HashTurnAsync(CancellationToken cancellationToken) => _hashing.AcquireAsync(1, cancellationToken);

    public static TimeSpan RetryAfterBusy => WhenBusy;

    public async ValueTask DisposeAsync()
    {
        await _addresses.DisposeAsync();
        await _usernames.DisposeAsync();
        await _hashing.DisposeAsync();
    }

    /// <summary>An IPv6 customer has a whole /64 network to send from.</summary>
    internal static string NetworkOf(IPAddress? address)
    {
        if (address is null)
        {
            return "unknown";
        }

        if (address.IsIPv4MappedToIPv6 || address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address.MapToIPv4().ToString();
        }

        return Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)).ToLower(CultureInfo.InvariantCulture);
    }

    private TimeSpan RetryAfter(RateLimitLease lease) =>
        lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : options.Value.Window;

    private static PartitionedRateLimiter<string> Create(int permits, TimeSpan window) =>
        PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetFixedWindowLimiter(
            key, _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = window, QueueLimit = 0 }));
}
