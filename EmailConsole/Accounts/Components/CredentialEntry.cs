using EmailConsole.Accounts.Invitations;

namespace EmailConsole.Accounts.Components;

public enum CredentialChoice
{
    Link = 0,
    MailedLink = 1,
    Chosen = 2,
    Generated = 3,
}

/// <summary>How somebody gets a password, as chosen in a dialog.</summary>
public sealed class CredentialEntry
{
    public CredentialChoice Choice { get; set; }

    public string? Password { get; set; }

    /// <param name="site">The console's address, for a mailed link.</param>
    public Credential ToCredential(Uri site) => Choice switch
    {
        CredentialChoice.Chosen => new Credential.Chosen(Password),
        CredentialChoice.Generated => new Credential.Generated(),
        CredentialChoice.MailedLink => new Credential.MailedLink(site),
        _ => new Credential.Link(),
    };
}
