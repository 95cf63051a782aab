namespace EmailConsole.EmailProviders.Validation;

/// <summary>The one check of a provider, for the form (while typing, too), an update, a test and the API.</summary>
public static class EmailProviderValidation
{
    private static readonly EmailProviderValidator Validator = new();

    /// <param name="input">As typed; it is normalised here.</param>
    /// <param name="stored">The tenant's own provider as stored, whose secrets may be kept; null: none.</param>
    /// <param name="isStandby">Another provider of the tenant is before it.</param>
    /// <returns>At most one error a field, in the order of the form; empty: it can be stored.</returns>
    public static IReadOnlyList<FieldError> FindErrors(EmailProviderInput input, StoredEmailProvider? stored, bool isStandby = false) =>
        FindErrorsOfNormal(Normalisation.Normalise(input), stored, isStandby);

    /// <inheritdoc cref="FindErrors"/>
    /// <param name="input">In its normal form.</param>
    /// <param name="stored">As there.</param>
    /// <param name="isStandby">As there.</param>
    public static IReadOnlyList<FieldError> FindErrorsOfNormal(EmailProviderInput input, StoredEmailProvider? stored, bool isStandby = false) =>
        [.. Validator.Validate(new Candidate(input, stored, isStandby)).Errors.Select(e => new FieldError(e.PropertyName, e.ErrorMessage))];
}
