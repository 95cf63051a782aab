namespace EmailConsole.EmailProviders.Validation;

/// <summary>
/// Credentials that may travel without encryption need a confirmation. STARTTLS if offered needs it too: whoever sits on
/// the way can take the offer out of the server's answer (RFC 3207 section 6).
/// </summary>
public static class ClearTextRule
{
    /// <summary>Whether these settings may send a password or a token in clear text.</summary>
    public static bool NeedsConfirmation(EmailProviderSettings settings) =>
        settings.AuthenticationType is AuthenticationType.Basic or AuthenticationType.ClientCredential
        && settings.Encryption is SmtpEncryption.None or SmtpEncryption.StartTlsIfOffered;

    internal static string? FindFault(EmailProviderInput input) =>
        input.AcceptsClearTextCredentials || !NeedsConfirmation(input.Settings)
            ? null
            : input.Settings.Encryption == SmtpEncryption.None
                ? "Choose an encryption, or confirm that the credentials may travel unencrypted: everybody on the way can read them."
                : "Choose STARTTLS required, or confirm that the credentials may travel unencrypted: STARTTLS if offered can be switched off by somebody on the way.";
}
