using EmailConsole.EmailProviders.InForce;
using EmailConsole.EmailProviders.SuperTenant;
using EmailConsole.EmailProviders.Validation;
using EmailConsole.Tenants;

namespace EmailConsole.EmailProviders.Editing;

/// <summary>
/// Validates unsaved values for a test and joins them with the stored secrets, which follow under the same rule as in an update.
/// Not authorised here: the caller did that.
/// </summary>
internal sealed class PrepareEmailProvider(StoredProviders stored, EffectiveProvider effective, ISuperTenantProvider superTenant, OwnServerRule ownServer)
{
    /// <param name="tenant">Whose.</param>
    /// <param name="entry">Which, stored or not; null: the first.</param>
    /// <param name="input">The form.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<PrepareResult> PrepareAsync(Tenant tenant, ProviderId? entry, EmailProviderInput input, CancellationToken cancellationToken)
    {
        var before = await stored.OpenAsync(tenant.Id, entry, cancellationToken);
        var draft = Normalisation.Normalise(input);
        var isStandby = before?.IsStandby ?? entry is not null;
        if (EmailProviderValidation.FindErrorsOfNormal(draft, before?.Own, isStandby) is { Count: > 0 } errors)
        {
            return new PrepareResult.Invalid(errors);
        }

        if (ownServer.FindFault(draft.Settings) is { } loop)
        {
            return new PrepareResult.Invalid([loop]);
        }

        var kept = before?.Own is null ? EmailProviderSecrets.None : before.Secrets;
        var id = entry ?? (before is null ? ProviderId.FirstOf(tenant.Id) : new ProviderId(before.Row.Id));
        return Answer(effective.Resolve(tenant.Id, id, tenant.Domain, Guid.CreateVersion7(), draft.Settings, () => draft.SecretsOver(kept)), before?.Row.Name);
    }

    /// <summary>One entry as it is stored, or stands in the file, whether mail leaves by it or not.</summary>
    /// <returns>Null: it is not there.</returns>
    public async Task<PrepareResult?> PrepareStoredAsync(Tenant tenant, ProviderId entry, CancellationToken cancellationToken) =>
        tenant.IsSuper ? superTenant.Current.Find(entry) is { } inFile ? new PrepareResult.Ready(inFile) : null
        : await stored.OpenAsync(tenant.Id, entry, cancellationToken) is { Own: not null } opened
            ? Answer(effective.Resolve(opened.Row, tenant.Domain, () => opened.Secrets), opened.Row.Name)
            : null;

    private static PrepareResult Answer(ProviderResolution resolution, string? name) => resolution switch
    {
        ProviderResolution.InForce inForce => new PrepareResult.Ready(inForce.Provider with { Name = name ?? "" }),
        ProviderResolution.NotPermitted refused =>
            new PrepareResult.Invalid([new FieldError(nameof(EmailProviderSettings.FromAddress), refused.Reason)]),
        _ => new PrepareResult.Invalid([new FieldError(
            nameof(EmailProviderSettings.Server), "The super tenant has no server now that could send this. Choose a server of your own, or ask its administrator.")]),
    };
}
