using EmailConsole.EmailProviders.InForce;
using EmailConsole.EmailProviders.Kinds;
using EmailConsole.EmailProviders.Secrets;
using EmailConsole.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.EmailProviders.Editing;

/// <summary>Reads tenants' own providers.</summary>
internal sealed class StoredProviders(IDbContextFactory<EmailConsoleDb> contexts, ProviderSecrets secrets, ReplacementWait waits)
{
    /// <summary>All of a tenant's, in order, also one that was removed.</summary>
    public async Task<IReadOnlyList<OpenedProvider>> ListAsync(Guid tenantId, CancellationToken cancellationToken)
    {
        var rows = await RowsAsync(tenantId, cancellationToken);
        return [.. rows.Select((row, place) => Open(row, place))];
    }

    /// <summary>The first that is more than the super tenant's provider itself: the one that the API knows.</summary>
    public Task<OpenedProvider?> OpenAsync(Guid tenantId, CancellationToken cancellationToken) => OpenAsync(tenantId, null, cancellationToken);

    /// <param name="tenantId">Whose.</param>
    /// <param name="entry">Which; null: the first, as above.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Also one that was removed; null: there is none.</returns>
    public async Task<OpenedProvider?> OpenAsync(Guid tenantId, ProviderId? entry, CancellationToken cancellationToken)
    {
        var rows = await RowsAsync(tenantId, cancellationToken);
        var place = rows.FindIndex(r => entry is { } id ? r.Id == id.Value : !r.Settings.IsPlatformItself);
        return place < 0 ? null : Open(rows[place], place);
    }

    /// <returns>Null: none, or it was removed.</returns>
    public Task<StoredEmailProvider?> DescribeAsync(Guid tenantId, CancellationToken cancellationToken) => DescribeAsync(tenantId, null, cancellationToken);

    /// <inheritdoc cref="OpenAsync(Guid, ProviderId?, CancellationToken)"/>
    /// <returns>Null: none, or it was removed.</returns>
    public async Task<StoredEmailProvider?> DescribeAsync(Guid tenantId, ProviderId? entry, CancellationToken cancellationToken) =>
        (await OpenAsync(tenantId, entry, cancellationToken))?.Own;

    private async Task<List<EmailProvider>> RowsAsync(Guid tenantId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<EmailProvider>().IgnoreQueryFilters().AsNoTracking().Where(p => p.TenantId == tenantId)
            .OrderBy(p => p.Position).ThenBy(p => p.Id).ToListAsync(cancellationToken);
    }

    private OpenedProvider Open(EmailProvider row, int place) =>
        new(row, secrets.Read(row), secrets.ReadWritten(row), waits.IsAwaited(row)) { IsStandby = place > 0 };
}

/// <summary>A tenant's own provider, decrypted once for whatever is done with it.</summary>
/// <param name="Row">As stored, not tracked.</param>
/// <param name="Secrets">In clear text.</param>
/// <param name="Written">What a script wrote; null: none did, or the key is lost.</param>
/// <param name="IsAwaited">It was removed, and another one is waited for.</param>
internal sealed record OpenedProvider(EmailProvider Row, EmailProviderSecrets Secrets, WrittenSender? Written, bool IsAwaited)
{
    /// <summary>Another one is before it.</summary>
    public bool IsStandby { get; init; }

    /// <summary>Null where it was removed.</summary>
    public StoredEmailProvider? Own => Row.RemovedUntil is null ? Describe() : null;

    /// <summary>
    /// Whose secrets an update may keep: also one that was removed, while another one is waited for that may take them over.
    /// </summary>
    public StoredEmailProvider? Replaceable => Row.RemovedUntil is null || IsAwaited ? Describe() : null;

    private StoredEmailProvider Describe() => new(
        Row.Settings, Row.ProtectedPassword is not null, Row.ProtectedClientSecret is not null, Row.Version, Row.UpdatedBy, Row.UpdatedAt)
    {
        Id = new ProviderId(Row.Id),
        Name = Row.Name,
        IsEnabled = Row.IsEnabled,
        SwitchesAfterUnknown = Row.SwitchesAfterUnknown,
        Written = Written,
        StoredSecrets = Secrets.Values.Names.Aggregate(KindValues.None, (all, name) => all.With(name, name)),
        AreSecretsUnreadable = Row.ProtectedSecrets is not null && Secrets.Values.IsEmpty,
        IsPasswordUnreadable = Row.ProtectedPassword is not null && Secrets.Password is null,
        IsClientSecretUnreadable = Row.ProtectedClientSecret is not null && Secrets.ClientSecret is null,
    };

    public override string ToString() => $"(provider of {Row.TenantId})";
}
