namespace EmailConsole.Accounts.Invitations;

/// <summary>What whoever asked must hand over, and sees once. A closed list.</summary>
public abstract record IssuedCredential
{
    private IssuedCredential()
    {
    }

    /// <summary>Whether it holds what nobody can be shown again.</summary>
    public bool IsShownOnce => this is Password or Link or NotMailed;

    /// <summary>Nothing: the password was chosen.</summary>
    public sealed record Nothing : IssuedCredential;

    public sealed record Password(string Text) : IssuedCredential;

    /// <param name="Path">Relative to the console's address.</param>
    /// <param name="ExpiresAt">The link works once, until then.</param>
    public sealed record Link(string Path, DateTimeOffset ExpiresAt) : IssuedCredential;

    /// <param name="Recipient">Where the link was mailed to.</param>
    public sealed record Mailed(string Recipient) : IssuedCredential;

    /// <summary>The person is there, but their link could not be mailed: whoever asked hands it over.</summary>
    /// <param name="Reason">What happened and what to do.</param>
    /// <param name="ToHandOver">Good all the same.</param>
    public sealed record NotMailed(string Reason, Link ToHandOver) : IssuedCredential;
}
