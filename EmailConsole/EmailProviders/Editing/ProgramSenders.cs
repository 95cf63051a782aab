using System.Security.Claims;
using EmailConsole.EmailProviders.Validation;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.EmailProviders.Editing;

/// <summary>In the database, of the super tenant too: its file says how mail leaves, not what its programs may.</summary>
internal sealed partial class ProgramSenders(
    TenantAccess access, SenderRules rules, IEffectiveProvider providers, IDbContextFactory<EmailConsoleDb> contexts, IEnumerable<IProgramSendersChanged> listeners, TimeProvider clock, ILogger<ProgramSenders> logger)
    : IProgramSenders
{
    private const string NothingAllowed = "Name at least one address or domain, or choose another rule.";

    public async Task<SendersResult> LoadAsync(ClaimsPrincipal person, string? tenantDomain, CancellationToken cancellationToken) =>
        await access.DecideAsync(person, tenantDomain, TenantPermission.View, cancellationToken) switch
        {
            TenantDecision.Granted granted => Show(
                await rules.ReadAsync(granted.Tenant.Id, cancellationToken), await providers.FindAsync(granted.Tenant.Id, cancellationToken)),
            var other => new SendersResult.Refused(other),
        };

    public async Task<SendersResult> SetAsync(
        ClaimsPrincipal person, string? tenantDomain, Guid? loadedVersion, OtherSenders mode, string allowed, CancellationToken cancellationToken)
    {
        var decision = await access.DecideAsync(person, tenantDomain, TenantPermission.ManageProvider, cancellationToken);
        if (decision is not TenantDecision.Granted granted)
        {
            return new SendersResult.Refused(decision);
        }

        if (SenderList.FindFault(allowed, out var entries) is { } fault)
        {
            return new SendersResult.Invalid(fault);
        }

        if (mode == OtherSenders.Allow && entries.Count == 0)
        {
            return new SendersResult.Invalid(NothingAllowed);
        }

        // Before anything is stored: what is stored is never told as a failure
        var provider = await providers.FindAsync(granted.Tenant.Id, cancellationToken);
        var result = await SaveAsync(granted, loadedVersion, mode, entries, cancellationToken);
        if (result is SendersResult.Stored stored)
        {
            LogChanged(granted.Tenant.Domain, mode, entries.Count, granted.Actor.Username);
            foreach (var listener in listeners)
            {
                listener.Changed(granted.Tenant.Id);
            }

            return Show(stored.Now, provider);
        }

        return result;
    }

    /// <param name="now">As stored.</param>
    /// <param name="provider">In force; null: nothing can be sent with now.</param>
    private static SendersResult.Stored Show(StoredSenders now, ProviderInForce? provider) => new(now)
    {
        NotPermitted = now.Mode == OtherSenders.Allow && provider is { Permitted: { } permitted, Settings.FromAddress: var own }
            ? [.. now.Allowed.Where(entry => permitted.FindFault(entry) is not null && entry != own)]
            : [],
    };

    private async Task<SendersResult> SaveAsync(
        TenantDecision.Granted granted, Guid? loadedVersion, OtherSenders mode, IReadOnlyList<string> entries, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        var tenantId = granted.Tenant.Id;
        if (!await db.Set<Tenant>().AnyAsync(t => t.Id == tenantId, cancellationToken))
        {
            return new SendersResult.Refused(new TenantDecision.NotFound());
        }

        var row = await db.Set<TenantSenders>().SingleOrDefaultAsync(s => s.TenantId == tenantId, cancellationToken);
        if (row?.Version != loadedVersion)
        {
            return new SendersResult.ChangedElsewhere(SenderRules.Of(row));
        }

        if (row is null)
        {
            row = new TenantSenders { TenantId = tenantId };
            db.Add(row);
        }

        row.Mode = mode;
        row.Allowed = SenderList.Store(entries);
        row.UpdatedBy = granted.Actor.Username;
        row.UpdatedAt = clock.GetUtcNow();
        await db.SaveChangesAsync(CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
        return new SendersResult.Stored(SenderRules.Of(row));
    }

    [LoggerMessage(LogLevel.Information, "Other senders of programs of {TenantDomain} set to {Mode} ({Count} on the list) by {Username}")]
    private partial void LogChanged(string tenantDomain, OtherSenders mode, int count, string username);
}
