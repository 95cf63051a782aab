using EmailConsole.Persistence;

namespace EmailConsole.Outbox.Store.Sqlite;

/// <summary>Looks for a used key before a request is looked at: what was valid then may not be valid now.</summary>
internal sealed class UsedKeys(OutboxConnection connections)
{
    private const string FindSql = "SELECT BodyHash, Answer FROM OutboxKeys WHERE TenantId = ?1 AND KeyHash = ?2 AND ExpiresAt > ?3";

    public async Task<AcceptOutcome?> FindAsync(Guid tenantId, IdempotencyKey key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        using var find = new Statement(connection, FindSql);
        return Find(find, tenantId, key, now);
    }

    /// <summary>The same within a transaction.</summary>
    public static AcceptOutcome? Find(OutboxSession session, Guid tenantId, IdempotencyKey key, DateTimeOffset now) =>
        Find(session[FindSql], tenantId, key, now);

    private static AcceptOutcome? Find(Statement find, Guid tenantId, IdempotencyKey key, DateTimeOffset now)
    {
        using var found = find.Read(SortableGuid.ToBytes(tenantId), key.KeyHash, now.ToMicroseconds());
        return !found.Read() ? null
            : key.BodyHash.AsSpan().SequenceEqual(found.GetFieldValue<byte[]>(0)) ? new AcceptOutcome.Replayed(found.GetFieldValue<byte[]>(1))
            : new AcceptOutcome.KeyReused();
    }
}
