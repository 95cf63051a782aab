using EmailConsole.EmailProviders.InForce;
using EmailConsole.EmailProviders.Kinds;
using EmailConsole.EmailProviders.Secrets;
using EmailConsole.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.EmailProviders.Editing;

/// <summary>Reads tenants' own providers.</summary>
internal sealed class StoredProviders(IDbContextFactory<EmailConsoleDb> contexts, ProviderSecrets secrets, ReplacementWait waits)
{
    /// <returns>The first of the tenant's, also one that was removed; null: there is none.</returns>
    public async Task<OpenedProvider?> OpenAsync(Guid tenantId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.Set<EmailProvider>().IgnoreQueryFilters().AsNoTracking().Where(p => p.TenantId == tenantId)
            .OrderBy(p => p.Position).ThenBy(p => p.Id).FirstOrDefaultAsync(cancellationToken);
        return row is null ? null : new OpenedProvider(row, secrets.Read(row), secrets.ReadWritten(row), waits.IsAwaited(row));
    }

    /// <returns>Null: none, or it was removed.</returns>
    public async Task<StoredEmailProvider?> DescribeAsync(Guid tenantId, CancellationToken cancellationToken) =>
        (await OpenAsync(tenantId, cancellationToken))?.Own;
}

/// <summary>A tenant's own provider, decrypted once for whatever is done with it.</summary>
/// <param name="Row">As stored, not tracked.</param>
/// <param name="Secrets">In clear text.</param>
/// <param name="Written">What a script wrote; null: none did, or the key is lost.</param>
/// <param name="IsAwaited">It was removed, and another one is waited for.</param>
internal sealed record OpenedProvider(EmailProvider Row, EmailProviderSecrets Secrets, WrittenSender? Written, bool IsAwaited)
{
    /// <summary>Null where it was removed.</summary>
    public StoredEmailProvider? Own => Row.RemovedUntil is null ? Describe() : null;

    /// <summary>
    /// Whose secrets an update may keep: also one that was removed, while another one is waited for that may take them over.
    /// </summary>
    public StoredEmailProvider? Replaceable => Row.RemovedUntil is null || IsAwaited ? Describe() : null;

    private StoredEmailProvider Describe() => new(
        Row.Settings, Row.ProtectedPassword is not null, Row.ProtectedClientSecret is not null, Row.Version, Row.UpdatedBy, Row.UpdatedAt)
    {
        Written = Written,
        StoredSecrets = Secrets.Values.Names.Aggregate(KindValues.None, (all, name) => all.With(name, name)),
        AreSecretsUnreadable = Row.ProtectedSecrets is not null && Secrets.Values.IsEmpty,
        IsPasswordUnreadable = Row.ProtectedPassword is not null && Secrets.Password is null,
        IsClientSecretUnreadable = Row.ProtectedClientSecret is not null && Secrets.ClientSecret is null,
    };

    public override string ToString() => $"(provider of {Row.TenantId})";
}
