namespace EmailConsole.Accounts.SetUp;

/// <summary>What became of a first administrator. A closed list.</summary>
internal abstract record SetUpResult
{
    private SetUpResult()
    {
    }

    public sealed record Created(Account Account) : SetUpResult;

    /// <summary>An administrator has a password already.</summary>
    public sealed record NotNeeded : SetUpResult;

    /// <summary>The link is wrong, was used or has run out.</summary>
    public sealed record LinkInvalid : SetUpResult;

    /// <param name="Field"><c>Username</c> or <c>Password</c>.</param>
    /// <param name="Message">What to type instead.</param>
    public sealed record Invalid(string Field, string Message) : SetUpResult;
}
