using EmailConsole.Delivery.Smtp;

namespace EmailConsole.Delivery.Pool;

/// <summary>An open connection with what the pool must know of it.</summary>
/// <param name="smtp">Signed in.</param>
/// <param name="identity">What it was opened with.</param>
/// <param name="openedAt">A time stamp of the clock.</param>
internal sealed class PooledConnection(SmtpConnection smtp, ConnectionIdentity identity, long openedAt)
{
    public SmtpConnection Smtp { get; } = smtp;

    public ConnectionIdentity Identity { get; } = identity;

    public long OpenedAt { get; } = openedAt;

    /// <summary>Since when nobody uses it.</summary>
    public long IdleSince { get; set; }

    /// <summary>Handed over so far, delivered or not.</summary>
    public int Messages { get; set; }
}
