namespace EmailConsole.Outbox.Store.Sql;

/// <summary>A request that takes a key for its answer. One whose time is over, and that the retention has not come to, makes room.</summary>
internal sealed class KeyClaim(Guid tenantId, IdempotencyKey key, ReadOnlyMemory<byte> answer, DateTimeOffset now, DateTimeOffset expiresAt)
{
    public const string ForgetSql = "DELETE FROM OutboxKeys WHERE TenantId = ?1 AND KeyHash = ?2 AND ExpiresAt <= ?3 RETURNING octet_length(Answer)";

    /// <summary>Who comes second inserts nothing.</summary>
    public const string AddSql =
        "INSERT INTO OutboxKeys (TenantId, KeyHash, BodyHash, Answer, ExpiresAt) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING";

    public const string FindSql = "SELECT BodyHash, Answer FROM OutboxKeys WHERE TenantId = ?1 AND KeyHash = ?2 AND ExpiresAt > ?3";

    public Guid TenantId => tenantId;

    public byte[] Hash => key.KeyHash;

    /// <summary>Values of <see cref="ForgetSql"/> and <see cref="FindSql"/>.</summary>
    public SqlValue[] Known { get; } = [tenantId, key.KeyHash, now];

    /// <summary>Values of <see cref="AddSql"/>.</summary>
    public SqlValue[] New => [tenantId, key.KeyHash, key.BodyHash, answer.ToArray(), expiresAt];

    /// <param name="session">The transaction.</param>
    /// <param name="old">What <see cref="ForgetSql"/> answers.</param>
    public void Forgotten(OutboxSession session, SqlRows old) => session.Size(tenantId, keys: old.Read() ? -OutboxKey.Cost(old.LongNumber(0)) : 0);

    public void Added(OutboxSession session) => session.Size(tenantId, keys: OutboxKey.Cost(answer.Length));

    /// <param name="key">What is asked for.</param>
    /// <param name="found">What <see cref="FindSql"/> answers.</param>
    /// <returns>What the key was used for before; null: it was not.</returns>
    public static AcceptOutcome? Earlier(IdempotencyKey key, SqlRows found) =>
        !found.Read() ? null
        : key.BodyHash.AsSpan().SequenceEqual(found.Bytes(0)) ? new AcceptOutcome.Replayed(found.Bytes(1))
        : new AcceptOutcome.KeyReused();

    public AcceptOutcome? Earlier(SqlRows found) => Earlier(key, found);
}
