using EmailConsole.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace EmailConsole.EmailProviders.Editing;

/// <summary>
/// The route of a tenant within a write transaction: what is decided rests on all of its entries, and nobody else changes one meanwhile. What is not
/// saved is undone.
/// </summary>
internal sealed class RouteRows : IAsyncDisposable
{
    /// <summary>Entries of a route.</summary>
    public const int Most = 5;

    private readonly EmailConsoleDb _db;
    private readonly IDbContextTransaction _transaction;
    private readonly Guid _tenantId;
    private readonly List<EmailProvider> _rows;

    private RouteRows(EmailConsoleDb db, IDbContextTransaction transaction, Guid tenantId, List<EmailProvider> rows) =>
        (_db, _transaction, _tenantId, _rows) = (db, transaction, tenantId, rows);

    /// <summary>In order; among them one that was removed, while another one is waited for.</summary>
    public IReadOnlyList<EmailProvider> All => _rows;

    /// <summary>Without one that was removed.</summary>
    public IEnumerable<EmailProvider> Present => _rows.Where(r => r.RemovedUntil is null);

    public static async Task<RouteRows> BeginAsync(IDbContextFactory<EmailConsoleDb> contexts, Guid tenantId, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken);
        IDbContextTransaction? transaction = null;
        try
        {
            transaction = await db.BeginWriteAsync(cancellationToken);
            var rows = await db.Set<EmailProvider>().IgnoreQueryFilters().Where(p => p.TenantId == tenantId)
                .OrderBy(p => p.Position).ThenBy(p => p.Id).ToListAsync(cancellationToken);
            return new RouteRows(db, transaction, tenantId, rows);
        }
        catch
        {
            await (transaction?.DisposeAsync() ?? ValueTask.CompletedTask);
            await db.DisposeAsync();
            throw;
        }
    }

    /// <param name="entry">Null: the first that is more than the super tenant's provider itself.</param>
    /// <param name="version">As whoever changes it knows it.</param>
    /// <returns>Null: it has changed, or is not there.</returns>
    public EmailProvider? Find(ProviderId? entry, Guid version) =>
        Present.FirstOrDefault(r => entry is { } id ? r.Id == id.Value : !r.Settings.IsPlatformItself) is { } row && row.Version == version ? row : null;

    /// <summary>Adds an entry behind the tenant's own and before the super tenant's. It ends the wait for what replaces one that was removed.</summary>
    public EmailProvider Add(ProviderServer server)
    {
        foreach (var removed in _rows.Where(r => r.RemovedUntil is not null).ToList())
        {
            _rows.Remove(removed);
            _db.Remove(removed);
        }

        var platform = _rows.FindIndex(r => r.Settings.Server == ProviderServer.Platform);
        var isIdTaken = _db.ChangeTracker.Entries<EmailProvider>().Any(e => e.Entity.Id == _tenantId);
        var row = new EmailProvider
        {
            Id = isIdTaken ? Guid.CreateVersion7() : _tenantId,
            TenantId = _tenantId,
            SwitchesAfterUnknown = _rows is [{ SwitchesAfterUnknown: true }, ..],
        };
        _rows.Insert(server == ProviderServer.Platform || platform < 0 ? _rows.Count : platform, row);
        _db.Add(row);
        return row;
    }

    public void Remove(EmailProvider row)
    {
        _rows.Remove(row);
        _db.Remove(row);

        // Other nodes hear of rows that are there: of one that has gone they hear by another one
        if (_rows.Count > 0)
        {
            _db.Entry(_rows[^1]).Property(r => r.Position).IsModified = true;
        }
    }

    public void Move(EmailProvider row, int to)
    {
        _rows.Remove(row);
        _rows.Insert(Math.Clamp(to, 0, _rows.Count), row);
    }

    /// <returns>Why the entries cannot stand so; null: they can.</returns>
    public string? FindFault() =>
        _rows.Count(r => r.Settings.Server == ProviderServer.Platform) > 1 ? "The super tenant's server can be in the list once."
        : _rows.FindIndex(r => r.Settings.Server == ProviderServer.Platform) is var platform && platform >= 0 && platform < _rows.Count - 1
            ? "The super tenant's server can only be the last one."
        : null;

    /// <summary>Numbers the entries anew, saves and commits.</summary>
    /// <returns>The versions of what was changed.</returns>
    /// <exception cref="DbUpdateException">Nothing was changed.</exception>
    public async Task<IReadOnlyList<Guid>> SaveAsync()
    {
        for (var i = 0; i < _rows.Count; i++)
        {
            _rows[i].Position = i;
        }

        _db.ChangeTracker.DetectChanges();
        var changed = _rows.Where(r => _db.Entry(r).State is EntityState.Added or EntityState.Modified).ToList();

        // Not cancelled half-way: what is committed must be told. The database's own time-outs bound it
        await _db.SaveChangesAsync(CancellationToken.None);
        await _transaction.CommitAsync(CancellationToken.None);
        return [.. changed.Select(r => r.Version)];
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _db.DisposeAsync();
    }
}
