namespace EmailConsole.Accounts.Passwords;

/// <summary>What became of a change of one's own password. A closed list.</summary>
internal abstract record OwnPasswordResult
{
    private OwnPasswordResult()
    {
    }

    public sealed record Changed : OwnPasswordResult;

    public sealed record WrongCurrent : OwnPasswordResult;

    /// <summary>Too many wrong current passwords.</summary>
    public sealed record Locked(TimeSpan Remaining) : OwnPasswordResult;

    /// <param name="Message">What to type instead.</param>
    public sealed record Invalid(string Message) : OwnPasswordResult;

    /// <summary>Between the check of the current password and the change, it was set elsewhere.</summary>
    public sealed record ChangedElsewhere : OwnPasswordResult;

    public sealed record NotSignedIn : OwnPasswordResult;
}
