using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EmailConsole.Cluster;
using Microsoft.Extensions.Options;

namespace EmailConsole.Accounts.SignIn;

/// <summary>
/// Counts wrong passwords by username and source, and locks that pair out: who guesses from one network locks nobody out but that
/// network. Names that no account has are counted just so: a lockout must not tell that there is an account. Against guessing from
/// many networks a name is slowed down for all unknown clients together. In memory, a bounded number; lockouts and names under
/// attack have rooms of their own, so that many single failures elsewhere do not push them out. Every node counts what the others tell, so that all know as
/// much and none of them is missed. Thread-safe.
/// </summary>
internal sealed class SignInFailures(IOptions<SignInLimits> options, INews news, TimeProvider time) : INewsListener
{
    private const char Separator = ' ';
    private const string Failed = "failed";
    private const string Right = "right";
    private const string Replaced = "replaced";
    private const string Turn = "turn";

    private const int Capacity = 50_000;

    // Failures of a name in a day, from unknown clients, until it is slowed down: in multiples of a lockout's
    private const int SlowAfter = 20;

    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly NewsLines _lines = new(news, "failures");
    private readonly Lock _lock = new();
    private readonly BoundedMap<PairKey, Counted> _counts = new(Capacity);
    private readonly BoundedMap<PairKey, DateTimeOffset> _lockouts = new(Capacity);
    private readonly BoundedMap<UInt128, Counted> _names = new(Capacity);
    private readonly BoundedMap<UInt128, Slowed> _slowed = new(Capacity);

    public string Topic => "failures";

    public void Heard(string line)
    {
        switch (line.Split(Separator))
        {
            case [Failed, var name, var source, var known] when TryParse(name, out var n) && TryParse(source, out var s):
                CountHere(new PairKey(n, s), known == bool.TrueString);
                break;
            case [Right, var name, var source] when TryParse(name, out var n) && TryParse(source, out var s):
                ClearHere(new PairKey(n, s));
                break;
            case [Replaced, var name] when TryParse(name, out var n):
                ForgetHere(n);
                break;
            case [Turn, var name] when TryParse(name, out var n):
                TakeTurnHere(n);
                break;
        }
    }

    /// <returns>How long the name is still locked for this source; null if it is not.</returns>
    public TimeSpan? Remaining(string name, SignInSource source)
    {
        lock (_lock)
        {
            return Remaining(Key(name, source));
        }
    }

    /// <summary>Takes the turn of a name that is slowed down; every other name has one at any time.</summary>
    /// <returns>Null: go on. Else when to try again.</returns>
    public TimeSpan? TakeTurn(string name, SignInSource source)
    {
        if (source.IsKnown)
        {
            return null;
        }

        var key = Hash(name);
        if (TakeTurnHere(key) is not { } turn)
        {
            return null;
        }

        if (turn == TimeSpan.Zero)
        {
            _lines.Tell(string.Join(Separator, Turn, Text(key)));
            return null;
        }

        return turn;
    }

    /// <returns>Null: it is not slowed down. Zero: the turn is taken.</returns>
    private TimeSpan? TakeTurnHere(UInt128 key)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            if (!_slowed.TryGet(key, out var slowed) || slowed.Until <= now)
            {
                return null;
            }

            if (slowed.NextTurn > now)
            {
                return slowed.NextTurn - now;
            }

            _slowed.Set(key, slowed with { NextTurn = now + Pause });
            return TimeSpan.Zero;
        }
    }

    /// <summary>The password was wrong.</summary>
    /// <returns>How long the name is locked from now for this source; null if it is not.</returns>
    public TimeSpan? Count(string name, SignInSource source)
    {
        var key = Key(name, source);
        _lines.Tell(string.Join(Separator, Failed, Text(key.Name), Text(key.Source), source.IsKnown));
        return CountHere(key, source.IsKnown);
    }

    private TimeSpan? CountHere(PairKey key, bool isKnown)
    {
        lock (_lock)
        {
            if (!isKnown)
            {
                CountName(key.Name);
            }

            var now = time.GetUtcNow();
            var failures = Next(_counts, key, now);
            if (failures < options.Value.FailuresUntilLockout)
            {
                _counts.Set(key, new Counted(failures, Since(_counts, key, now)));
            }
            else
            {
                _counts.Remove(key);
                _lockouts.Set(key, now + options.Value.Lockout);
            }

            return Remaining(key);
        }
    }

    /// <summary>The password was right: this source starts anew.</summary>
    public void Clear(string name, SignInSource source)
    {
        var key = Key(name, source);
        ClearHere(key);
        _lines.Tell(string.Join(Separator, Right, Text(key.Name), Text(key.Source)));
    }

    private void ClearHere(PairKey key)
    {
        lock (_lock)
        {
            _counts.Remove(key);
            _lockouts.Remove(key);
        }
    }

    /// <summary>The password was replaced: everybody starts anew with this name.</summary>
    public void Forget(string name)
    {
        var key = Hash(name);
        ForgetHere(key);
        _lines.Tell(string.Join(Separator, Replaced, Text(key)));
    }

    private void ForgetHere(UInt128 key)
    {
        lock (_lock)
        {
            _names.Remove(key);
            _slowed.Remove(key);
            foreach (var pair in _counts.Keys.Concat(_lockouts.Keys).Where(pair => pair.Name == key).ToList())
            {
                _counts.Remove(pair);
                _lockouts.Remove(pair);
            }
        }
    }

    private void CountName(UInt128 name)
    {
        var now = time.GetUtcNow();
        var failures = Next(_names, name, now);
        _names.Set(name, new Counted(failures, Since(_names, name, now)));
        if (failures >= options.Value.FailuresUntilLockout * SlowAfter
            && (!_slowed.TryGet(name, out var slowed) || slowed.Until <= now))
        {
            _slowed.Set(name, new Slowed(now + Pause, now + Remembered));
        }
    }

    private TimeSpan? Remaining(PairKey key) =>
        _lockouts.TryGet(key, out var until) && until > time.GetUtcNow() ? until - time.GetUtcNow() : null;

    private static int Next<TKey>(BoundedMap<TKey, Counted> map, TKey key, DateTimeOffset now)
        where TKey : notnull => map.TryGet(key, out var counted) && now - counted.Since < Remembered ? counted.Failures + 1 : 1;

    private static DateTimeOffset Since<TKey>(BoundedMap<TKey, Counted> map, TKey key, DateTimeOffset now)
        where TKey : notnull => map.TryGet(key, out var counted) && now - counted.Since < Remembered ? counted.Since : now;

    private static PairKey Key(string name, SignInSource source) => new(Hash(name), Hash($"{source.IsKnown} {source.Name}"));

    private static UInt128 Hash(string text) => BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Text(UInt128 hash) => hash.ToString("x32", CultureInfo.InvariantCulture);

    private static bool TryParse(string text, out UInt128 hash) => UInt128.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out hash);

    private sealed record PairKey(UInt128 Name, UInt128 Source);

    private sealed record Counted(int Failures, DateTimeOffset Since);

    /// <param name="NextTurn">When the next attempt is let through.</param>
    /// <param name="Until">When the name is free again.</param>
    private sealed record Slowed(DateTimeOffset NextTurn, DateTimeOffset Until);
}
