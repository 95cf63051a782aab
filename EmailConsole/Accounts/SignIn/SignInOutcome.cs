namespace EmailConsole.Accounts.SignIn;

/// <summary>The answer to a username and a password. A closed list.</summary>
internal abstract record SignInOutcome
{
    private SignInOutcome()
    {
    }

    public sealed record Accepted(Account Account) : SignInOutcome;

    /// <summary>Wrong username, wrong password, inactive account or inactive tenant: not told apart.</summary>
    public sealed record Refused : SignInOutcome;

    /// <summary>Too many wrong passwords for this username from this network or device, whether or not there is such an account.</summary>
    public sealed record LockedOut(TimeSpan Remaining) : SignInOutcome;

    /// <summary>Too many attempts from this address or with this username, or too many at once.</summary>
    public sealed record TooMany(TimeSpan RetryAfter) : SignInOutcome;
}
