using EmailConsole.EmailProviders.InForce;
using EmailConsole.EmailProviders.Validation;
using EmailConsole.Tenants;

namespace EmailConsole.EmailProviders.Editing;

/// <summary>
/// Validates unsaved values for a test and joins them with the stored secrets, which follow under the same rule as in an update.
/// Not authorised here: the caller did that.
/// </summary>
internal sealed class PrepareEmailProvider(StoredProviders stored, EffectiveProvider effective)
{
    public async Task<PrepareResult> PrepareAsync(Tenant tenant, EmailProviderInput input, CancellationToken cancellationToken)
    {
        var before = await stored.OpenAsync(tenant.Id, cancellationToken);
        var draft = Normalisation.Normalise(input);
        if (EmailProviderValidation.FindErrorsOfNormal(draft, before?.Own) is { Count: > 0 } errors)
        {
            return new PrepareResult.Invalid(errors);
        }

        var kept = before?.Own is null ? EmailProviderSecrets.None : before.Secrets;
        var resolved = effective.Resolve(tenant.Id, ProviderId.FirstOf(tenant.Id), tenant.Domain, Guid.CreateVersion7(), draft.Settings, () => draft.SecretsOver(kept));
        return resolved switch
        {
            ProviderResolution.InForce inForce => new PrepareResult.Ready(inForce.Provider),
            ProviderResolution.NotPermitted refused =>
                new PrepareResult.Invalid([new FieldError(nameof(EmailProviderSettings.FromAddress), refused.Reason)]),
            _ => new PrepareResult.Invalid([new FieldError(
                nameof(EmailProviderSettings.Server), "The super tenant has no server now that could send this. Choose a server of your own, or ask its administrator.")]),
        };
    }
}
