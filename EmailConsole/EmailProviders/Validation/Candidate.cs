using EmailConsole.EmailProviders.Kinds;

namespace EmailConsole.EmailProviders.Validation;

/// <summary>
/// What the validator judges: the wanted values, in the light of what is stored. No record: FluentValidation takes its hash
/// at every condition, and that of a record reads all its text.
/// </summary>
/// <param name="input">In its normal form.</param>
/// <param name="stored">Whose secrets may be kept; null: none.</param>
/// <param name="isStandby">Another provider of the tenant is before it.</param>
internal sealed class Candidate(EmailProviderInput input, StoredEmailProvider? stored, bool isStandby)
{
    public EmailProviderInput Input => input;

    public StoredEmailProvider? Stored => stored;

    public bool HasOwnServer => Input.Settings.Server != ProviderServer.Platform;

    public bool IsSmtp => Input.Settings.Kind == ProviderKinds.Smtp;

    public bool IsBasic => Input.Settings.AuthenticationType == AuthenticationType.Basic;

    public bool IsClientCredential => Input.Settings.AuthenticationType == AuthenticationType.ClientCredential;

    /// <summary>A standby may be the super tenant's provider itself, which has its own sender; and the requests of a kind may name none.</summary>
    public bool NeedsSender => !(isStandby && Input.Settings.IsPlatformItself)
        && (!HasOwnServer || ProviderKinds.Find(Input.Settings.Kind)?.NeedsSender(Input.Settings) != false);
}
