using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace EmailConsole.Accounts.BasicAuthentication;

/// <summary>
/// Remembers for a minute which credentials were right, so that scripts do not pay the password hash with every call.
/// Known by an HMAC-SHA256 under a key of this process: a password is never kept. In memory, a bounded number.
/// </summary>
internal sealed class VerifiedCredentials(TimeProvider time)
{
    private const int Capacity = 10_000;

    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>The name under which a credential is remembered.</summary>
    public string KeyOf(BasicCredential credential)
    {
        // Neither part can run into the other: a username holds no colon
        var text = Encoding.UTF8.GetBytes($"{credential.Username}:{credential.Password}");
        var key = Convert.ToBase64String(HMACSHA256.HashData(_key, text));
        CryptographicOperations.ZeroMemory(text);
        return key;
    }

    public VerifiedAccount? Find(string key) =>
        _entries.TryGetValue(key, out var entry) && entry.Until > time.GetUtcNow() ? entry.Account : null;

    public void Remember(string key, VerifiedAccount account)
    {
        MakeRoom();
        _entries[key] = new Entry(account, time.GetUtcNow() + Remembered);
    }

    public void Forget(string key) => _entries.TryRemove(key, out _);

    private void MakeRoom()
    {
        if (_entries.Count < Capacity)
        {
            return;
        }

        var now = time.GetUtcNow();
        foreach (var (key, _) in _entries.Where(e => e.Value.Until <= now))
        {
            _entries.TryRemove(key, out _);
        }

        if (_entries.Count >= Capacity)
        {
            _entries.Clear();
        }
    }

    private sealed record Entry(VerifiedAccount Account, DateTimeOffset Until);
}
