namespace EmailConsole.EmailProviders.Components;

/// <summary>A setting as people see it: its label, its text, and how to take it from one provider into another.</summary>
/// <param name="Name">The member of <see cref="EmailProviderSettings"/> that stands for it; names the field of its errors.</param>
/// <param name="Label">As in the form.</param>
/// <param name="Only">The authentication type that needs it; null: all.</param>
/// <param name="Show">Its text; empty where it is not set.</param>
/// <param name="Take">The second settings, with this one taken from the first.</param>
public sealed record ProviderField(
    string Name,
    string Label,
    AuthenticationType? Only,
    Func<EmailProviderSettings, string> Show,
    Func<EmailProviderSettings, EmailProviderSettings, EmailProviderSettings> Take)
{
    public bool AppliesTo(EmailProviderSettings settings) => Only is null || Only == settings.AuthenticationType;
}
