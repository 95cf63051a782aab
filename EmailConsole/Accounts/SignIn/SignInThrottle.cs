using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace EmailConsole.Accounts.SignIn;

/// <summary>Bounds the attempts to sign in.</summary>
internal sealed class SignInThrottle(IOptions<SignInLimits> options) : IAsyncDisposable
{
    private readonly PartitionedRateLimiter<string> _addresses = Create(options.Value.AttemptsPerAddress, options.Value.Window);
    private readonly PartitionedRateLimiter<string> _usernames = Create(options.Value.AttemptsPerUsername, options.Value.Window);
    private readonly PartitionedRateLimiter<string> _known = Create(options.Value.AttemptsPerUsername, options.Value.Window);

    /// <summary>For an attempt from a network; a known client is not bounded by what others of its network do.</summary>
    /// <returns>Null: go on. Else when to try again.</returns>
    public TimeSpan? Attempt(SignInSource source) => Attempt(source.IsKnown ? _known : _addresses, source.Name);

    /// <summary>For an attempt with a username, of all unknown clients together.</summary>
    /// <returns>Null: go on. Else when to try again.</returns>
    public TimeSpan? Attempt(string username) => Attempt(_usernames, username);

    public static TimeSpan RetryAfterBusy { get; } = TimeSpan.FromSeconds(5);

    public async ValueTask DisposeAsync()
    {
        await _addresses.DisposeAsync();
        await _usernames.DisposeAsync();
        await _known.DisposeAsync();
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

        var network = new byte[16];
        address.GetAddressBytes().AsSpan(0, 8).CopyTo(network);
        return string.Create(CultureInfo.InvariantCulture, $"{new IPAddress(network)}/64");
    }

    private TimeSpan? Attempt(PartitionedRateLimiter<string> limiter, string key)
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
