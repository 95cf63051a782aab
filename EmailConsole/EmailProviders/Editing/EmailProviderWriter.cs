using System.Security.Claims;
using EmailConsole.Cluster;
using EmailConsole.EmailProviders.InForce;
using EmailConsole.EmailProviders.Secrets;
using EmailConsole.EmailProviders.SuperTenant;
using EmailConsole.EmailProviders.Validation;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.EmailProviders.Editing;

/// <summary>Updates and reverts a tenant's own provider. Authorises every call.</summary>
public interface IEmailProviderWriter
{
    /// <param name="person">Who saves.</param>
    /// <param name="tenantDomain">As in the route.</param>
    /// <param name="input">The form.</param>
    /// <param name="loadedVersion">The version the form was loaded with; null: there was none stored.</param>
    /// <param name="cancellationToken">Ends it before anything is written, or not at all.</param>
    Task<UpdateResult> UpdateAsync(
        ClaimsPrincipal person, string? tenantDomain, EmailProviderInput input, Guid? loadedVersion, CancellationToken cancellationToken);

    /// <summary>Removes the tenant's own provider: the super tenant's is in force again.</summary>
    Task<UpdateResult> RevertAsync(ClaimsPrincipal person, string? tenantDomain, Guid loadedVersion, CancellationToken cancellationToken);
}

/// <summary>Writes in one transaction, unless somebody else did since what is changed was read.</summary>
internal sealed partial class EmailProviderWriter(
    TenantAccess access,
    IDbContextFactory<EmailConsoleDb> contexts,
    StoredProviders stored,
    ProviderSecrets secrets,
    ReplacementWait waits,
    ReplacementWatch watch,
    ISuperTenantProvider superTenant,
    ProviderChanges changes,
    IClusterChanges cluster,
    IEnumerable<IProviderRetry> retries,
    TimeProvider time,
    ILogger<EmailProviderWriter> logger) : IEmailProviderWriter
{
    public async Task<UpdateResult> UpdateAsync(
        ClaimsPrincipal person, string? tenantDomain, EmailProviderInput input, Guid? loadedVersion, CancellationToken cancellationToken)
    {
        var (granted, refusal) = await DecideAsync(person, tenantDomain, cancellationToken);
        if (granted is null)
        {
            return refusal!;
        }

        var before = await stored.OpenAsync(granted.Tenant.Id, cancellationToken);
        return before?.Own is var own && own?.Version != loadedVersion
            ? new UpdateResult.ChangedElsewhere(own)
            : await StoreAsync(granted, input, before, cancellationToken);
    }

    /// <summary>As the other one, over what the caller has read already.</summary>
    public async Task<UpdateResult> UpdateAsync(
        ClaimsPrincipal person, string? tenantDomain, EmailProviderInput input, OpenedProvider? before, CancellationToken cancellationToken)
    {
        var (granted, refusal) = await DecideAsync(person, tenantDomain, cancellationToken);
        return granted is null ? refusal! : await StoreAsync(granted, input, before, cancellationToken);
    }

    public Task<UpdateResult> RevertAsync(
        ClaimsPrincipal person, string? tenantDomain, Guid loadedVersion, CancellationToken cancellationToken) =>
        RemoveAsync(person, tenantDomain, loadedVersion, until: null, cancellationToken);

    /// <summary>As <see cref="RevertAsync"/>, once nobody has added another one for a while: see <see cref="ReplacementWait"/>.</summary>
    public Task<UpdateResult> RemoveForReplacementAsync(
        ClaimsPrincipal person, string? tenantDomain, Guid loadedVersion, CancellationToken cancellationToken) =>
        RemoveAsync(person, tenantDomain, loadedVersion, waits.End(), cancellationToken);

    private async Task<(TenantDecision.Granted? Granted, UpdateResult? Refusal)> DecideAsync(
        ClaimsPrincipal person, string? tenantDomain, CancellationToken cancellationToken) =>
        await access.DecideAsync(person, tenantDomain, TenantPermission.ManageProvider, cancellationToken) switch
        {
            TenantDecision.Granted { Tenant.IsSuper: true } => (null, new UpdateResult.ReadOnly()),
            TenantDecision.Granted granted => (granted, null),
            var other => (null, new UpdateResult.Refused(other)),
        };

    private async Task<UpdateResult> StoreAsync(
        TenantDecision.Granted granted, EmailProviderInput typed, OpenedProvider? before, CancellationToken cancellationToken)
    {
        var input = Normalisation.Normalise(typed);
        var kept = before?.Replaceable is null ? EmailProviderSecrets.None : before.Secrets;
        if (FindErrors(granted.Tenant.Domain, input, before?.Replaceable) is { Count: > 0 } errors)
        {
            return new UpdateResult.Invalid(errors);
        }

        var after = input.SecretsOver(kept);
        if (before?.Own is { } own && own.Settings == input.Settings && after == kept && (input.Written is null || input.Written == before.Written))
        {
            // What was wrong may have been repaired at the provider, where nothing in the form says so
            foreach (var retry in retries)
            {
                retry.TrySoon(granted.Tenant.Id);
            }

            return new UpdateResult.Saved(own);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = before is null ? db.Add(new EmailProvider { Id = granted.Tenant.Id, TenantId = granted.Tenant.Id }).Entity : db.Attach(before.Row).Entity;
        row.RemovedUntil = null;
        row.Settings = input.Settings;
        row.ProtectedPassword = Protect(row, SecretField.Password, after.Password, kept.Password, row.ProtectedPassword);
        row.ProtectedClientSecret = Protect(row, SecretField.ClientSecret, after.ClientSecret, kept.ClientSecret, row.ProtectedClientSecret);
        row.ProtectedSecrets = Protect(row, SecretField.Values, JsonOf(after), JsonOf(kept), row.ProtectedSecrets);
        row.ProtectedWritten = input.Written is null ? row.ProtectedWritten : secrets.ProtectWritten(row, input.Written);
        row.UpdatedBy = granted.Actor.Username;
        row.UpdatedAt = time.GetUtcNow();
        return await SaveAsync(db, row, granted, cancellationToken)
            ?? await TellAsync(row.TenantId, row.Version, new OpenedProvider(row, after, input.Written ?? before?.Written, IsAwaited: false).Own);
    }

    private IReadOnlyList<FieldError> FindErrors(string tenantDomain, EmailProviderInput input, StoredEmailProvider? replaced) =>
        EmailProviderValidation.FindErrorsOfNormal(input, replaced) is { Count: > 0 } errors ? errors
        : input.Settings.Server == ProviderServer.Platform
            && superTenant.Current.Senders.FindFault(tenantDomain, input.Settings.FromAddress) is { } fault
            ? [new FieldError(nameof(EmailProviderSettings.FromAddress), fault)]
        : [];

    /// <returns>Null: it is stored.</returns>
    private async Task<UpdateResult?> SaveAsync(
        EmailConsoleDb db, EmailProvider row, TenantDecision.Granted granted, CancellationToken cancellationToken)
    {
        try
        {
            // Not cancelled half-way: what is committed must be told. The database's own time-outs bound it
            await db.SaveChangesAsync(CancellationToken.None);
        }
        catch (DbUpdateException e)
        {
            if (e is DbUpdateConcurrencyException || UniqueViolation.IsCauseOf(e))
            {
                return new UpdateResult.ChangedElsewhere(await stored.DescribeAsync(granted.Tenant.Id, cancellationToken));
            }

            if (!await db.Set<Tenant>().AnyAsync(t => t.Id == granted.Tenant.Id, cancellationToken))
            {
                return new UpdateResult.Refused(new TenantDecision.NotFound());
            }

            throw;
        }

        if (row.Settings.Server == ProviderServer.Platform)
        {
            LogUpdatedSender(granted.Tenant.Domain, row.UpdatedBy, row.Settings.FromAddress);
        }
        else
        {
            LogUpdated(granted.Tenant.Domain, row.UpdatedBy, row.Settings.Host, row.Settings.Port);
        }

        return null;
    }

    private async Task<UpdateResult> RemoveAsync(
        ClaimsPrincipal person, string? tenantDomain, Guid loadedVersion, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        var (granted, refusal) = await DecideAsync(person, tenantDomain, cancellationToken);
        if (granted is null)
        {
            return refusal!;
        }

        cancellationToken.ThrowIfCancellationRequested();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        // Not cancelled half-way, as above
        var row = db.Set<EmailProvider>().Where(p => p.TenantId == granted.Tenant.Id && p.Version == loadedVersion);
        var version = Guid.CreateVersion7();
        var removed = until is null
            ? await row.ExecuteDeleteAsync(CancellationToken.None)
            : await row.ExecuteUpdateAsync(set => set.SetProperty(p => p.RemovedUntil, until).SetProperty(p => p.Version, version), CancellationToken.None);
        if (removed == 0)
        {
            return new UpdateResult.ChangedElsewhere(await stored.DescribeAsync(granted.Tenant.Id, cancellationToken));
        }

        if (until is { } end)
        {
            LogRemoved(granted.Tenant.Domain, granted.Actor.Username, end);
            watch.LookAgain();
        }
        else
        {
            LogReverted(granted.Tenant.Domain, granted.Actor.Username);
        }

        return await TellAsync(granted.Tenant.Id, until is null ? null : version, null);
    }

    private async Task<UpdateResult.Saved> TellAsync(Guid tenantId, Guid? version, StoredEmailProvider? shown)
    {
        await changes.TellAsync(tenantId, version);
        return new UpdateResult.Saved(shown) { IsEverywhere = await cluster.EverywhereAsync(CancellationToken.None) };
    }

    private string? Protect(EmailProvider row, SecretField field, string? secret, string? before, string? protectedBefore) =>
        secret is null ? null
        : secret == before ? protectedBefore
        : secrets.Protect(row, field, secret);

    private static string? JsonOf(EmailProviderSecrets secrets) => secrets.Values.IsEmpty ? null : secrets.Values.ToJson();

    [LoggerMessage(LogLevel.Information, "Email provider of {TenantDomain} updated by {Username}: {Host}:{Port}")]
    private partial void LogUpdated(string tenantDomain, string username, string host, int port);

    [LoggerMessage(LogLevel.Information, "Email provider of {TenantDomain} updated by {Username}: {FromAddress} over the super tenant's server")]
    private partial void LogUpdatedSender(string tenantDomain, string username, string fromAddress);

    [LoggerMessage(LogLevel.Information, "Email provider of {TenantDomain} reverted to the super tenant's by {Username}")]
    private partial void LogReverted(string tenantDomain, string username);

    [LoggerMessage(LogLevel.Information, "Email provider of {TenantDomain} removed by {Username}; unless another is added, the super tenant's takes over at {Until:u}")]
    private partial void LogRemoved(string tenantDomain, string username, DateTimeOffset until);
}
