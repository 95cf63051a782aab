using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace EmailConsole.Accounts.SignIn;

/// <summary>
/// Counts failures of usernames that no account has, so that they are locked out just as an account is: a lockout must
/// not tell that there is an account. In memory, a bounded number.
/// </summary>
internal sealed class UnknownNames(IOptions<SignInLimits> options, TimeProvider time)
{
    private const int Capacity = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<UInt128, Entry> _entries = [];

    /// <returns>How long the name is still locked; null if it is not.</returns>
    public TimeSpan? Remaining(string normalizedName)
    {
        lock (_lock)
        {
            return _entries.TryGetValue(Key(normalizedName), out var entry) && entry.LockedUntil > time.GetUtcNow()
                ? entry.LockedUntil - time.GetUtcNow()
                : null;
        }
    }

    public void CountFailure(string normalizedName)
    {
        lock (_lock)
        {
            var key = Key(normalizedName);
            var failures = (_entries.GetValueOrDefault(key)?.Failures ?? 0) + 1;
            MakeRoom();
            _entries[key] = failures >= options.Value.FailuresUntilLockout
                ? new Entry(0, time.GetUtcNow() + options.Value.Lockout)
                : new Entry(failures, default);
        }
    }

    private void MakeRoom()
    {
        if (_entries.Count < Capacity)
        {
            return;
        }

        var now = time.GetUtcNow();
        foreach (var (key, _) in _entries.Where(e => e.Value.LockedUntil <= now).ToList())
        {
            _entries.Remove(key);
        }

        if (_entries.Count >= Capacity)
        {
            _entries.Clear();
        }
    }

    private static UInt128 Key(string normalizedName) =>
        System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(normalizedName)));

    private sealed record Entry(int Failures, DateTimeOffset LockedUntil);
}
