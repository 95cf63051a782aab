namespace EmailConsole.Accounts.Invitations;

/// <summary>What became of an invitation link. A closed list.</summary>
internal abstract record InvitationResult
{
    private InvitationResult()
    {
    }

    public sealed record Accepted(Account Account) : InvitationResult;

    /// <summary>Wrong, used, replaced by a newer one, run out, or the account or its tenant is inactive.</summary>
    public sealed record LinkInvalid : InvitationResult;

    /// <param name="Message">What to type instead.</param>
    public sealed record Invalid(string Message) : InvitationResult;
}
