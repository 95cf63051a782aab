namespace EmailConsole.Accounts.Invitations;

/// <summary>How somebody gets their password. A closed list.</summary>
public abstract record Credential
{
    private Credential()
    {
    }

    /// <summary>Whoever adds the person chooses it.</summary>
    public sealed record Chosen(string? Password) : Credential;

    /// <summary>The console makes one up and shows it once.</summary>
    public sealed record Generated : Credential;

    /// <summary>The person chooses it by a link that is shown once.</summary>
    public sealed record Link : Credential;

    /// <summary>The person chooses it by a link that is mailed to them.</summary>
    /// <param name="SiteAddress">The base of the link.</param>
    public sealed record MailedLink(Uri SiteAddress) : Credential;
}
