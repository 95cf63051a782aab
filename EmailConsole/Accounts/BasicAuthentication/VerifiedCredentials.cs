using System.Security.Cryptography;
using System.Text;
using EmailConsole.Persistence;

namespace EmailConsole.Accounts.BasicAuthentication;

/// <summary>
/// Remembers which credentials were right: for a minute, so that scripts do not pay the password hash with every call, and for a
/// day, so that strangers' attempts with the same username do not lock them out. Known by an HMAC-SHA256 under a key of this
/// process: a password is never kept. In memory, a bounded number. Thread-safe.
/// </summary>
internal sealed class VerifiedCredentials(TimeProvider time) : IDisposable
{
    private const int Capacity = 10_000;

    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly BoundedCache<string, Entry> _entries = new(Capacity, time);

    /// <summary>The name under which a credential is remembered.</summary>
    public string KeyOf(BasicCredential credential)
    {
        // Neither part can run into the other: a username holds no colon
        var text = Encoding.UTF8.GetBytes($"{credential.Username}:{credential.Password}");
        var key = Convert.ToBase64String(HMACSHA256.HashData(_key, text));
        CryptographicOperations.ZeroMemory(text);
        return key;
    }

    /// <returns>Null where the credential was not right within the minute: its password is checked.</returns>
    public VerifiedAccount? Find(string key) =>
        _entries.TryGet(key, out var entry) && time.GetElapsedTime(entry.At) < Fresh ? entry.Account : null;

    /// <returns>Null where the credential was not right within the day: it is as good as a stranger's.</returns>
    public VerifiedAccount? FindKnown(string key) => _entries.TryGet(key, out var entry) ? entry.Account : null;

    public void Remember(string key, VerifiedAccount account) => _entries.Set(key, new Entry(account, time.GetTimestamp()), Remembered);

    public void Forget(string key) => _entries.Remove(key);

    public void Dispose() => _entries.Dispose();

    private sealed record Entry(VerifiedAccount Account, long At);
}

/// <summary>An account whose password was right.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="SecurityStamp">When it was; every change of the password gives another.</param>
internal sealed record VerifiedAccount(Guid AccountId, string SecurityStamp);
