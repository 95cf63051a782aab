using EmailConsole.EmailProviders.Kinds;

namespace EmailConsole.EmailProviders;

/// <summary>What a form or an API request says a provider should be. The one validator checks this type.</summary>
/// <param name="Settings">All settings; members of another authentication type are dropped before storing.</param>
/// <param name="Password">Basic.</param>
/// <param name="ClientSecret">Client credentials.</param>
/// <param name="AcceptsClearTextCredentials">The administrator confirmed that credentials may travel without encryption.</param>
public sealed record EmailProviderInput(
    EmailProviderSettings Settings, SecretInput Password, SecretInput ClientSecret, bool AcceptsClearTextCredentials = false)
{
    /// <summary>Typed secrets of a kind other than SMTP, by the names of its <see cref="ProviderSecret"/>s; one that is not there is kept.</summary>
    public KindValues Secrets { get; init; } = KindValues.None;

    /// <summary>Of the same those that are not to stay.</summary>
    public IReadOnlyList<string> Removed { get; init; } = [];

    /// <summary>As a script writes it, without secrets; null, as from the form: what scripts wrote before stays.</summary>
    public WrittenSender? Written { get; init; }

    /// <summary>The secrets that are in use once this is stored or tested: another authentication type's are dropped.</summary>
    /// <param name="stored">Those that stay where none was typed.</param>
    internal EmailProviderSecrets SecretsOver(EmailProviderSecrets stored) => ProviderFields.Secrets
        .Where(s => s.AppliesTo(Settings))
        .Aggregate(EmailProviderSecrets.None, (all, s) => s.With(all, s.Typed(this) is SecretInput.Replaced typed ? typed.Value : s.Of(stored)));
}

/// <summary>A secret field: left blank, or typed.</summary>
public abstract record SecretInput
{
    private SecretInput()
    {
    }

    /// <summary>Left blank: keep what is stored, if it may follow.</summary>
    public static readonly SecretInput Keep = new Kept();

    public sealed record Kept : SecretInput;

    /// <param name="Value">The new secret.</param>
    public sealed record Replaced(string Value) : SecretInput
    {
        public override string ToString() => "(secret)";
    }
}

/// <summary>One thing to mend in a form.</summary>
/// <param name="Field">The member of <see cref="EmailProviderSettings"/>, or <c>Password</c>, <c>ClientSecret</c>, <c>AcceptsClearTextCredentials</c>.</param>
/// <param name="Message">What to type instead.</param>
public sealed record FieldError(string Field, string Message);
