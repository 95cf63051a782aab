using System.Security.Claims;
using EmailConsole.EmailProviders.Secrets;
using EmailConsole.EmailProviders.SuperTenant;
using EmailConsole.EmailProviders.Validation;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.EmailProviders.Editing;

/// <summary>Stores a tenant's own provider in one transaction, unless somebody else did since the form was loaded.</summary>
internal sealed partial class UpdateEmailProvider(
    TenantAccess access,
    IDbContextFactory<EmailConsoleDb> contexts,
    StoredProviders stored,
    ProviderSecrets secrets,
    ReplacementWait waits,
    ISuperTenantProvider superTenant,
    ProviderChanges changes,
    IEnumerable<IProviderRetry> retries,
    TimeProvider time,
    ILogger<UpdateEmailProvider> logger)
{
    public async Task<UpdateResult> UpdateAsync(
        ClaimsPrincipal person, string? tenantDomain, EmailProviderInput input, Guid? loadedVersion, CancellationToken cancellationToken)
    {
        var decision = await access.DecideAsync(person, tenantDomain, TenantPermission.ManageProvider, cancellationToken);
        if (decision is not TenantDecision.Granted granted)
        {
            return new UpdateResult.Refused(decision);
        }

        if (granted.Tenant.IsSuper)
        {
            return new UpdateResult.ReadOnly();
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.Set<EmailProvider>().IgnoreQueryFilters().SingleOrDefaultAsync(p => p.TenantId == granted.Tenant.Id, cancellationToken);
        var before = row is null or { RemovedUntil: not null } ? null : stored.Describe(row);
        if (before?.Version != loadedVersion)
        {
            return new UpdateResult.ChangedElsewhere(before);
        }

        if (row is { RemovedUntil: not null } && !waits.IsAwaited(row))
        {
            row.ProtectedPassword = row.ProtectedClientSecret = null;
        }

        // What replaces a removed one may take over its secrets, as an update may
        var replaced = row is null ? null : before ?? stored.Describe(row);
        if (FindErrors(granted.Tenant.Domain, input, replaced) is { Count: > 0 } errors)
        {
            return new UpdateResult.Invalid(errors);
        }

        row ??= db.Add(new EmailProvider { TenantId = granted.Tenant.Id }).Entity;
        row.RemovedUntil = null;
        if (!Apply(Normalisation.Normalise(input), row) && before is not null)
        {
            // What was wrong may have been repaired at the provider, where nothing in the form says so
            foreach (var retry in retries)
            {
                retry.TrySoon(granted.Tenant.Id);
            }

            return new UpdateResult.Saved(before);
        }

        row.UpdatedBy = granted.Actor.Username;
        row.UpdatedAt = time.GetUtcNow();
        return await SaveAsync(db, row, granted, cancellationToken);
    }

    private IReadOnlyList<FieldError> FindErrors(string tenantDomain, EmailProviderInput input, StoredEmailProvider? replaced) =>
        EmailProviderValidation.FindErrors(input, replaced) is { Count: > 0 } errors ? errors
        : input.Settings.Server == ProviderServer.Platform
            && superTenant.Current.Senders.FindFault(tenantDomain, Normalisation.Normalise(input.Settings).FromAddress) is { } fault
            ? [new FieldError(nameof(EmailProviderSettings.FromAddress), fault)]
        : [];

    private async Task<UpdateResult> SaveAsync(
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

        await changes.TellAsync(granted.Tenant.Id);
        return new UpdateResult.Saved(stored.Describe(row));
    }

    /// <returns>Whether anything differs from what is stored.</returns>
    private bool Apply(EmailProviderInput input, EmailProvider row)
    {
        var clear = secrets.Read(row);
        var password = SecretAfter.Update(input.Settings.AuthenticationType == AuthenticationType.Basic, input.Password, clear.Password);
        var clientSecret = SecretAfter.Update(
            input.Settings.AuthenticationType == AuthenticationType.ClientCredential, input.ClientSecret, clear.ClientSecret);
        var isChanged = row.Settings != input.Settings
            || password != clear.Password || clientSecret != clear.ClientSecret
            || (input.Written is { } written && written != secrets.ReadWritten(row))
            || row.ProtectedPassword is null != password is null || row.ProtectedClientSecret is null != clientSecret is null;

        row.Settings = input.Settings;
        row.ProtectedPassword = Protect(row, SecretField.Password, password, clear.Password, row.ProtectedPassword);
        row.ProtectedClientSecret = Protect(row, SecretField.ClientSecret, clientSecret, clear.ClientSecret, row.ProtectedClientSecret);
        row.ProtectedWritten = !isChanged || input.Written is null ? row.ProtectedWritten : secrets.ProtectWritten(row.TenantId, input.Written);
        return isChanged;
    }

    private string? Protect(EmailProvider row, SecretField field, string? secret, string? before, string? protectedBefore) =>
        secret is null ? null
        : secret == before ? protectedBefore
        : secrets.Protect(row.TenantId, field, secret);
}
