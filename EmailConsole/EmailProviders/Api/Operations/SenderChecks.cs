using EmailConsole.EmailProviders.Api.Answers;
using EmailConsole.EmailProviders.Api.Mapping;
using EmailConsole.EmailProviders.Validation;

namespace EmailConsole.EmailProviders.Api.Operations;

/// <summary>The checks of the form, for an answer that is not that of an update: what is wrong with the body comes before it.</summary>
internal static class SenderChecks
{
    private static readonly string[] Secrets = [.. ProviderFields.Secrets.Select(s => s.Name)];

    /// <param name="request">As sent.</param>
    /// <param name="stored">Whose secrets may stay; null: none.</param>
    /// <param name="asksForSecrets">Whether a secret that is not there is a fault by itself.</param>
    /// <returns>Null: nothing is wrong.</returns>
    public static IResult? FindFault(SenderRequest request, StoredEmailProvider? stored, bool asksForSecrets)
    {
        var errors = EmailProviderValidation.FindErrors(request.ToInput(stored?.Settings), stored)
            .Where(e => asksForSecrets || !Secrets.Contains(e.Field))
            .ToList();
        return errors.Count > 0 ? SenderErrors.Invalid(errors) : null;
    }
}
