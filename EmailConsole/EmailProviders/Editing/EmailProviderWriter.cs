using System.Security.Claims;
using EmailConsole.EmailProviders.InForce;
using EmailConsole.EmailProviders.Kinds;
using EmailConsole.EmailProviders.Secrets;
using EmailConsole.EmailProviders.SuperTenant;
using EmailConsole.EmailProviders.Validation;
using EmailConsole.Tenants;

namespace EmailConsole.EmailProviders.Editing;

/// <summary>Adds, updates and removes a tenant's own providers. Authorises every call.</summary>
public interface IEmailProviderWriter
{
    /// <param name="person">Who saves.</param>
    /// <param name="tenantDomain">As in the route.</param>
    /// <param name="entry">Which of the tenant's; null: the first, which is stored where there is none.</param>
    /// <param name="input">The form.</param>
    /// <param name="loadedVersion">The version the form was loaded with; null: there was none stored.</param>
    /// <param name="cancellationToken">Ends it before anything is written, or not at all.</param>
    Task<UpdateResult> UpdateAsync(
        ClaimsPrincipal person, string? tenantDomain, ProviderId? entry, EmailProviderInput input, Guid? loadedVersion, CancellationToken cancellationToken);

    /// <summary>Adds a provider behind the tenant's own, before the super tenant's server.</summary>
    Task<UpdateResult> AddAsync(ClaimsPrincipal person, string? tenantDomain, EmailProviderInput input, CancellationToken cancellationToken);

    /// <summary>Removes one of the tenant's own providers. Without any the super tenant's is in force again.</summary>
    Task<UpdateResult> RevertAsync(ClaimsPrincipal person, string? tenantDomain, ProviderId? entry, Guid loadedVersion, CancellationToken cancellationToken);

    /// <summary>Of the first.</summary>
    sealed Task<UpdateResult> UpdateAsync(
        ClaimsPrincipal person, string? tenantDomain, EmailProviderInput input, Guid? loadedVersion, CancellationToken cancellationToken) =>
        UpdateAsync(person, tenantDomain, null, input, loadedVersion, cancellationToken);

    /// <summary>Of the first.</summary>
    sealed Task<UpdateResult> RevertAsync(ClaimsPrincipal person, string? tenantDomain, Guid loadedVersion, CancellationToken cancellationToken) =>
        RevertAsync(person, tenantDomain, null, loadedVersion, cancellationToken);
}

/// <summary>Writes in one transaction, unless somebody else did since what is changed was read.</summary>
internal sealed partial class EmailProviderWriter(
    ProviderEdits edits,
    StoredProviders stored,
    ProviderSecrets secrets,
    ReplacementWait waits,
    ReplacementWatch watch,
    ISuperTenantProvider superTenant,
    OwnServerRule ownServer,
    IEnumerable<IProviderRetry> retries,
    TimeProvider time,
    ILogger<EmailProviderWriter> logger) : IEmailProviderWriter
{
    public async Task<UpdateResult> UpdateAsync(
        ClaimsPrincipal person, string? tenantDomain, ProviderId? entry, EmailProviderInput input, Guid? loadedVersion, CancellationToken cancellationToken)
    {
        var (granted, refusal) = await edits.DecideAsync(person, tenantDomain, cancellationToken);
        if (granted is null)
        {
            return refusal!;
        }

        var before = await stored.OpenAsync(granted.Tenant.Id, entry, cancellationToken);
        return (before?.Own is var own && own?.Version != loadedVersion) || (before is null && entry is not null)
            ? new UpdateResult.ChangedElsewhere(own)
            : await StoreAsync(granted, input, before, cancellationToken);
    }

    /// <summary>As the other one, over what the caller has read already.</summary>
    public async Task<UpdateResult> UpdateAsync(
        ClaimsPrincipal person, string? tenantDomain, EmailProviderInput input, OpenedProvider? before, CancellationToken cancellationToken)
    {
        var (granted, refusal) = await edits.DecideAsync(person, tenantDomain, cancellationToken);
        return granted is null ? refusal! : await StoreAsync(granted, input, before, cancellationToken);
    }

    public async Task<UpdateResult> AddAsync(ClaimsPrincipal person, string? tenantDomain, EmailProviderInput input, CancellationToken cancellationToken)
    {
        var (granted, refusal) = await edits.DecideAsync(person, tenantDomain, cancellationToken);
        if (granted is null)
        {
            return refusal!;
        }

        var normal = Normalisation.Normalise(input);
        return FindErrors(granted.Tenant.Domain, normal, replaced: null, isStandby: true) is { Count: > 0 } errors
            ? new UpdateResult.Invalid(errors)
            : await WriteAsync(granted, normal, null, rows => (rows.Present.Count() >= RouteRows.Most ? Full() : null, rows.Add(normal.Settings.Server)), cancellationToken);
    }

    public Task<UpdateResult> RevertAsync(
        ClaimsPrincipal person, string? tenantDomain, ProviderId? entry, Guid loadedVersion, CancellationToken cancellationToken) =>
        RemoveAsync(person, tenantDomain, entry, loadedVersion, until: null, cancellationToken);

    /// <summary>
    /// As <see cref="RevertAsync"/> of the first; where it is the only one, once nobody has added another one for a while: see
    /// <see cref="ReplacementWait"/>.
    /// </summary>
    public Task<UpdateResult> RemoveForReplacementAsync(
        ClaimsPrincipal person, string? tenantDomain, Guid loadedVersion, CancellationToken cancellationToken) =>
        RemoveAsync(person, tenantDomain, null, loadedVersion, waits.End(), cancellationToken);

    private static UpdateResult Full() => ProviderEdits.Refused($"A tenant has at most {RouteRows.Most} providers. Delete one that is not needed any more.");

    private async Task<UpdateResult> StoreAsync(
        TenantDecision.Granted granted, EmailProviderInput typed, OpenedProvider? before, CancellationToken cancellationToken)
    {
        var input = Normalisation.Normalise(typed);
        var kept = before?.Replaceable is null ? EmailProviderSecrets.None : before.Secrets;
        if (FindErrors(granted.Tenant.Domain, input, before?.Replaceable, before?.IsStandby == true) is { Count: > 0 } errors)
        {
            return new UpdateResult.Invalid(errors);
        }

        if (before?.Own is { } own && own.Settings == input.Settings && input.SecretsOver(kept) == kept && (input.Written is null || input.Written == before.Written))
        {
            // What was wrong may have been repaired at the provider, where nothing in the form says so
            foreach (var retry in retries)
            {
                retry.TrySoon(granted.Tenant.Id);
            }

            return new UpdateResult.Saved(own);
        }

        return await WriteAsync(
            granted,
            input,
            before,
            rows => before is null
                ? rows.All.Any(r => !r.Settings.IsPlatformItself) ? (ProviderEdits.Stale, null) : (null, rows.Add(input.Settings.Server))
                : rows.All.FirstOrDefault(r => r.Id == before.Row.Id) is { } row && row.Version == before.Row.Version ? (null, row) : (ProviderEdits.Stale, null),
            cancellationToken);
    }

    private async Task<UpdateResult> WriteAsync(
        TenantDecision.Granted granted,
        EmailProviderInput input,
        OpenedProvider? before,
        Func<RouteRows, (UpdateResult? Refusal, EmailProvider? Row)> find,
        CancellationToken cancellationToken)
    {
        var kept = before?.Replaceable is null ? EmailProviderSecrets.None : before.Secrets;
        var after = input.SecretsOver(kept);
        EmailProvider? row = null;
        var result = await edits.ChangeAsync(
            granted.Tenant.Id,
            before is null ? null : new ProviderId(before.Row.Id),
            rows =>
            {
                (var refusal, row) = find(rows);
                if (refusal is null)
                {
                    Fill(row!, input, after, kept, granted.Actor.Username);
                }

                return refusal;
            },
            () => Task.FromResult(new OpenedProvider(row!, after, input.Written ?? before?.Written, IsAwaited: false).Own),
            cancellationToken);
        if (result is UpdateResult.Saved)
        {
            Log(granted.Tenant.Domain, row!);
        }

        return result;
    }

    private void Fill(EmailProvider row, EmailProviderInput input, EmailProviderSecrets after, EmailProviderSecrets kept, string username)
    {
        row.RemovedUntil = null;
        row.Settings = input.Settings;
        row.ProtectedPassword = Protect(row, SecretField.Password, after.Password, kept.Password, row.ProtectedPassword);
        row.ProtectedClientSecret = Protect(row, SecretField.ClientSecret, after.ClientSecret, kept.ClientSecret, row.ProtectedClientSecret);
        row.ProtectedSecrets = Protect(row, SecretField.Values, JsonOf(after), JsonOf(kept), row.ProtectedSecrets);
        row.ProtectedWritten = input.Written is null ? row.ProtectedWritten : secrets.ProtectWritten(row, input.Written);
        row.UpdatedBy = username;
        row.UpdatedAt = time.GetUtcNow();
    }

    private IReadOnlyList<FieldError> FindErrors(string tenantDomain, EmailProviderInput input, StoredEmailProvider? replaced, bool isStandby) =>
        EmailProviderValidation.FindErrorsOfNormal(input, replaced, isStandby) is { Count: > 0 } errors ? errors
        : input.Settings is { Server: ProviderServer.Platform, IsPlatformItself: false }
            && superTenant.Current.Senders.FindFault(tenantDomain, input.Settings.FromAddress) is { } fault
            ? [new FieldError(nameof(EmailProviderSettings.FromAddress), fault)]
        : ownServer.FindFault(input.Settings) is { } loop ? [loop]
        : [];

    private async Task<UpdateResult> RemoveAsync(
        ClaimsPrincipal person, string? tenantDomain, ProviderId? entry, Guid loadedVersion, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        var (granted, refusal) = await edits.DecideAsync(person, tenantDomain, cancellationToken);
        if (granted is null)
        {
            return refusal!;
        }

        string? name = null;
        Guid? removed = null;
        var result = await edits.ChangeAsync(
            granted.Tenant.Id,
            entry,
            rows =>
            {
                if (rows.Find(entry, loadedVersion) is not { } row)
                {
                    return ProviderEdits.Stale;
                }

                removed = rows.All.Count > 1 || until is null ? row.Id : null;
                if (rows.All.Count > 1)
                {
                    name = ProviderNames.Of(row.Name, row.Settings);
                    rows.Remove(row);
                }
                else if (until is null)
                {
                    rows.Remove(row);
                }
                else
                {
                    row.RemovedUntil = until;
                }

                return null;
            },
            () => Task.FromResult<StoredEmailProvider?>(null),
            cancellationToken);
        if (result is UpdateResult.Saved)
        {
            LogGone(granted.Tenant.Domain, granted.Actor.Username, name, until);
            if (removed is { } id)
            {
                foreach (var retry in retries)
                {
                    retry.Removed(new ProviderId(id));
                }
            }
        }

        return result;
    }

    private void LogGone(string tenantDomain, string username, string? name, DateTimeOffset? until)
    {
        if (name is not null)
        {
            LogDeleted(name, tenantDomain, username);
        }
        else if (until is { } end)
        {
            LogRemoved(tenantDomain, username, end);
            watch.LookAgain();
        }
        else
        {
            LogReverted(tenantDomain, username);
        }
    }

    private void Log(string tenantDomain, EmailProvider row)
    {
        if (row.Settings.Server == ProviderServer.Platform)
        {
            LogUpdatedSender(tenantDomain, row.UpdatedBy, row.Settings.FromAddress);
        }
        else if (row.Settings.Kind == ProviderKinds.Smtp)
        {
            LogUpdated(tenantDomain, row.UpdatedBy, row.Settings.Host, row.Settings.Port);
        }
        else
        {
            LogUpdatedKind(tenantDomain, row.UpdatedBy, row.Settings.Kind);
        }
    }

    private string? Protect(EmailProvider row, SecretField field, string? secret, string? before, string? protectedBefore) =>
        secret is null ? null
        : secret == before ? protectedBefore
        : secrets.Protect(row, field, secret);

    private static string? JsonOf(EmailProviderSecrets secrets) => secrets.Values.IsEmpty ? null : secrets.Values.ToJson();

    [LoggerMessage(LogLevel.Information, "Email provider of {TenantDomain} updated by {Username}: {Host}:{Port}")]
    private partial void LogUpdated(string tenantDomain, string username, string host, int port);

    [LoggerMessage(LogLevel.Information, "Email provider of {TenantDomain} updated by {Username}: {Kind}")]
    private partial void LogUpdatedKind(string tenantDomain, string username, string kind);

    [LoggerMessage(LogLevel.Information, "Email provider {Name} of {TenantDomain} deleted by {Username}; the others stay")]
    private partial void LogDeleted(string name, string tenantDomain, string username);

    [LoggerMessage(LogLevel.Information, "Email provider of {TenantDomain} updated by {Username}: {FromAddress} over the super tenant's server")]
    private partial void LogUpdatedSender(string tenantDomain, string username, string fromAddress);

    [LoggerMessage(LogLevel.Information, "Email provider of {TenantDomain} reverted to the super tenant's by {Username}")]
    private partial void LogReverted(string tenantDomain, string username);

    [LoggerMessage(LogLevel.Information, "Email provider of {TenantDomain} removed by {Username}; unless another is added, the super tenant's takes over at {Until:u}")]
    private partial void LogRemoved(string tenantDomain, string username, DateTimeOffset until);
}
