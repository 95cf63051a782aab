using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace EmailConsole.Accounts.SignIn;

/// <summary>Bounds the attempts to sign in.</summary>
internal sealed class SignInThrottle(IOptions<SignInLimits> options) : IAsyncDisposable
{
    private readonly AttemptLimit _addresses = new(options.Value.AttemptsPerAddress, options.Value.Window);
    private readonly AttemptLimit _usernames = new(options.Value.AttemptsPerUsername, options.Value.Window);
    private readonly AttemptLimit _known = new(options.Value.AttemptsPerUsername, options.Value.Window);

    /// <summary>For an attempt from a network; a known client is not bounded by what others of its network do.</summary>
    /// <returns>Null: go on. Else when to try again.</returns>
    public TimeSpan? Attempt(SignInSource source) => (source.IsKnown ? _known : _addresses).Attempt(source.Name);

    /// <summary>For an attempt with a username, of all unknown clients together.</summary>
    /// <returns>Null: go on. Else when to try again.</returns>
    public TimeSpan? Attempt(string username) => _usernames.Attempt(username);

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
}

/// <summary>So many attempts for a key in a window of time.</summary>
internal sealed class AttemptLimit(int permits, TimeSpan window) : IAsyncDisposable
{
    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetFixedWindowLimiter(
        key, _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = window, QueueLimit = 0 }));

    /// <returns>Null: go on. Else when to try again.</returns>
    public TimeSpan? Attempt(string key)
    {
        using var lease = _limiter.AttemptAcquire(key);
        return lease.IsAcquired ? null
            : lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after
            : window;
    }

    public ValueTask DisposeAsync() => _limiter.DisposeAsync();
}
