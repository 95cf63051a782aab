using EmailConsole.Persistence;

namespace EmailConsole.Delivery.Smtp;

/// <summary>How a server was found to differ from what it says or from what servers do.</summary>
internal enum ServerTrait
{
    /// <summary>It did not stand the probe for BDAT (<see cref="ChunkingProbe"/>).</summary>
    NoChunking = 0,

    /// <summary>It lists PIPELINING and loses commands that come in one group.</summary>
    NoPipelining,

    /// <summary>It does not know AUTH PLAIN, whatever it lists.</summary>
    NoPlain,

    /// <summary>It does not know AUTH LOGIN.</summary>
    NoLogin,

    /// <summary>It does not know AUTH XOAUTH2.</summary>
    NoXOAuth2,

    /// <summary>It does not know AUTH OAUTHBEARER.</summary>
    NoOAuthBearer,

    /// <summary>It greets, later than <see cref="DeliveryOptions.CommandTimeout"/>.</summary>
    GreetsLate,

    /// <summary>It did not greet within <see cref="DeliveryOptions.GreetingTimeout"/>.</summary>
    NeverGreets,
}

/// <summary>
/// Remembers for a while what was found out about servers at the cost of a failed command or attempt, so that it is not paid
/// again. Forgotten with the process. Thread-safe.
/// </summary>
internal sealed class ServerMemory(TimeProvider clock) : IDisposable
{
    private const int Most = 10_000;

    private static readonly TimeSpan _certain = TimeSpan.FromDays(1);

    // What may have been chance: it is asked again some time, and seldom enough to cost next to nothing
    private static readonly TimeSpan _uncertain = TimeSpan.FromHours(1);

    private readonly BoundedCache<(ServerKey Server, ServerTrait Trait), bool> _known = new(Most, clock);

    /// <param name="server">Which one; <see cref="ServerKey.ForEveryone"/> for what does not depend on the account.</param>
    /// <param name="trait">What it did.</param>
    /// <param name="isCertain">Whether it said so; else it was silent or lost, which may have been chance.</param>
    public void Note(ServerKey server, ServerTrait trait, bool isCertain = true) =>
        _known.Set((server, trait), true, isCertain ? _certain : _uncertain);

    public bool Knows(ServerKey server, ServerTrait trait) => _known.TryGet((server, trait), out _);

    /// <summary>It turned out otherwise.</summary>
    public void Forget(ServerKey server, ServerTrait trait) => _known.Remove((server, trait));

    public void Dispose() => _known.Dispose();
}
