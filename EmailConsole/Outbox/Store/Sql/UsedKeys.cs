namespace EmailConsole.Outbox.Store.Sql;

/// <summary>Looks for a used key before a request is looked at: what was valid then may not be valid now.</summary>
internal sealed class UsedKeys(OutboxDatabase database)
{
    public async Task<AcceptOutcome?> FindAsync(Guid tenantId, IdempotencyKey key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var found = await connection[KeyClaim.FindSql].ReadAsync(cancellationToken, tenantId, key.KeyHash, now);
        return KeyClaim.Earlier(key, found);
    }
}
