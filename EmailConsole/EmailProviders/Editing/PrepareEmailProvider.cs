using EmailConsole.EmailProviders.Secrets;
using EmailConsole.EmailProviders.Validation;
using EmailConsole.Tenants;

namespace EmailConsole.EmailProviders.Editing;

/// <summary>Unsaved values, ready for a test.</summary>
internal sealed class PrepareEmailProvider(StoredProviders stored, ProviderSecrets secrets, EffectiveProvider effective)
{
    public async Task<PrepareResult> PrepareAsync(Tenant tenant, EmailProviderInput input, CancellationToken cancellationToken)
    {
        var row = await stored.FindAsync(tenant.Id, cancellationToken);
        if (EmailProviderValidation.FindErrors(input, row is null ? null : stored.Describe(row)) is { Count: > 0 } errors)
        {
            return new PrepareResult.Invalid(errors);
        }

        var (settings, password, clientSecret, _) = Normalisation.Normalise(input);
        var clear = row is null ? EmailProviderSecrets.None : secrets.Read(row);
        var resolved = effective.Resolve(tenant.Id, tenant.Domain, Guid.CreateVersion7(), settings, () => new EmailProviderSecrets(
            SecretAfter.Update(settings.AuthenticationType == AuthenticationType.Basic, password, clear.Password),
            SecretAfter.Update(settings.AuthenticationType == AuthenticationType.ClientCredential, clientSecret, clear.ClientSecret)));
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
