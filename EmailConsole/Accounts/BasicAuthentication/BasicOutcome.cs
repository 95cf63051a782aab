using EmailConsole.Tenants;

namespace EmailConsole.Accounts.BasicAuthentication;

/// <summary>The answer to a credential. A closed list.</summary>
internal abstract record BasicOutcome
{
    private BasicOutcome()
    {
    }

    public sealed record Accepted(VerifiedAccount Account, Actor Actor) : BasicOutcome;

    /// <summary>Whatever the reason: not told apart.</summary>
    public sealed record Refused : BasicOutcome;

    /// <summary>Too many attempts, or locked after wrong passwords: the credential was not looked at.</summary>
    public sealed record TooMany(TimeSpan RetryAfter) : BasicOutcome;
}
