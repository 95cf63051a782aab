using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using EmailConsole.Cluster;
using Microsoft.Extensions.Options;

namespace EmailConsole.Accounts.SignIn;

/// <summary>Bounds the attempts to sign in, of all nodes together.</summary>
internal sealed class SignInThrottle : IAsyncDisposable
{
    private readonly AttemptLimit _addresses;
    private readonly AttemptLimit _usernames;
    private readonly AttemptLimit _known;

    public SignInThrottle(IOptions<SignInLimits> options, AttemptNews news)
    {
        _addresses = news.Add("address", options.Value.AttemptsPerAddress, options.Value.Window);
        _usernames = news.Add("username", options.Value.AttemptsPerUsername, options.Value.Window);
        _known = news.Add("known", options.Value.AttemptsPerUsername, options.Value.Window);
    }

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

/// <summary>So many attempts for a key in a window of time, at this node and those that others tell of.</summary>
/// <param name="permits">So many.</param>
/// <param name="window">How long they count.</param>
/// <param name="tell">Told of each that was let through, with what stands for its key.</param>
internal sealed class AttemptLimit(int permits, TimeSpan window, Action<string> tell) : IAsyncDisposable
{
    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetFixedWindowLimiter(
        key, _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = window, QueueLimit = 0 }));

    /// <returns>Null: go on. Else when to try again.</returns>
    public TimeSpan? Attempt(string key)
    {
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16));
        using var lease = _limiter.AttemptAcquire(hash);
        if (lease.IsAcquired)
        {
            tell(hash);
            return null;
        }

        return lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after
            : window;
    }

    /// <summary>Another node let one through.</summary>
    public void Heard(string hash) => _limiter.AttemptAcquire(hash).Dispose();

    public ValueTask DisposeAsync() => _limiter.DisposeAsync();
}

/// <summary>Tells the other nodes of the attempts that were let through, and counts theirs; nobody's name or address is in it.</summary>
internal sealed class AttemptNews(INews news) : INewsListener
{
    private const char Separator = ' ';

    private readonly ConcurrentDictionary<string, AttemptLimit> _limits = new(StringComparer.Ordinal);
    private readonly NewsLines _lines = new(news, "attempts");

    public string Topic => "attempts";

    /// <param name="name">Of the limit.</param>
    /// <param name="permits">So many.</param>
    /// <param name="window">How long they count.</param>
    public AttemptLimit Add(string name, int permits, TimeSpan window) =>
        _limits[name] = new AttemptLimit(permits, window, hash => _lines.Tell(string.Join(Separator, name, hash)));

    public void Heard(string line)
    {
        if (line.Split(Separator) is [var name, { Length: 32 } hash] && _limits.TryGetValue(name, out var limit))
        {
            limit.Heard(hash);
        }
    }
}
