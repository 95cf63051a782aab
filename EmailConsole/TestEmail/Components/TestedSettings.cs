using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Validation;

namespace EmailConsole.TestEmail.Components;

/// <summary>What a shown test was sent with.</summary>
/// <param name="Form">The form as it was; null: the stored settings.</param>
/// <param name="StoredVersion">What was stored at that moment.</param>
internal sealed record TestedSettings(EmailProviderInput? Form, Guid? StoredVersion)
{
    /// <summary>Whether something else would be tested now.</summary>
    public bool IsOlderThan(EmailProviderInput? form, Guid? storedVersion)
    {
        var isStoredAnew = StoredVersion != storedVersion;
        if (Form is null || form is null)
        {
            return isStoredAnew || Form is null != form is null;
        }

        return Normalisation.Normalise(Form.Settings) != Normalisation.Normalise(form.Settings)
            || IsAnother(Form.Password, form.Password, isStoredAnew)
            || IsAnother(Form.ClientSecret, form.ClientSecret, isStoredAnew);
    }

    // A secret that was typed, tested and then stored is the same; one that was typed and dropped is not
    private static bool IsAnother(SecretInput? tested, SecretInput? now, bool isStoredAnew) =>
        tested != now && !(isStoredAnew && tested is SecretInput.Replaced && now is not SecretInput.Replaced);
}
