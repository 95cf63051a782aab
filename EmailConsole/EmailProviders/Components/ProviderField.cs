namespace EmailConsole.EmailProviders.Components;

/// <summary>A setting as people see it: its label, its text, and how to take it from one provider into another.</summary>
/// <param name="Name">The member of <see cref="EmailProviderSettings"/> that stands for it; names the field of its errors.</param>
/// <param name="Label">As in the form.</param>
/// <param name="Use">The settings that have it.</param>
/// <param name="Show">Its text; empty where it is not set.</param>
/// <param name="Take">The second settings, with this one taken from the first.</param>
public sealed record ProviderField(
    string Name,
    string Label,
    FieldUse Use,
    Func<EmailProviderSettings, string> Show,
    Func<EmailProviderSettings, EmailProviderSettings, EmailProviderSettings> Take)
{
    public bool AppliesTo(EmailProviderSettings settings) => Use switch
    {
        FieldUse.Always => true,
        _ when settings.Server == ProviderServer.Platform => false,
        FieldUse.Basic => settings.AuthenticationType == AuthenticationType.Basic,
        FieldUse.ClientCredential => settings.AuthenticationType == AuthenticationType.ClientCredential,
        _ => true,
    };
}

/// <summary>Which settings have a field.</summary>
public enum FieldUse
{
    Always = 0,

    /// <summary>Those with a server of their own.</summary>
    OwnServer = 1,

    /// <summary>Those with a server of their own and user name and password.</summary>
    Basic = 2,

    /// <summary>Those with a server of their own and client credentials.</summary>
    ClientCredential = 3,
}
