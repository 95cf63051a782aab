using EmailConsole.EmailProviders.Editing;

namespace EmailConsole.EmailProviders.Validation;

/// <summary>What the validator judges: the wanted values, in the light of what is stored.</summary>
/// <param name="Input">In its normal form.</param>
/// <param name="Stored">Whose secrets may be kept; null: none.</param>
internal sealed record Candidate(EmailProviderInput Input, StoredEmailProvider? Stored)
{
    public bool IsBasic => Input.Settings.AuthenticationType == AuthenticationType.Basic;

    public bool IsClientCredential => Input.Settings.AuthenticationType == AuthenticationType.ClientCredential;
}
