using Microsoft.AspNetCore.Identity;

namespace EmailConsole.Accounts.Passwords;

/// <summary>
/// What a password must be (NIST SP 800-63B section 5.1.1.2): long, and not a well-known one or a variation of it.
/// Nothing is asked about the kinds of its characters.
/// </summary>
public static class PasswordRules
{
    public const int MinLength = 12;
    public const int MaxLength = 128;

    public const string Summary = "At least 12 characters. A few unrelated words are easier to remember than signs.";

    public const string WellKnown = "This is a well-known password, a variation of one or of the username. Use a few unrelated words instead.";

    /// <param name="password">What was typed.</param>
    /// <param name="username">In full; its parts must not make up the password. Null where not known yet.</param>
    /// <returns>What to type instead; null where the password is good.</returns>
    public static string? Check(string? password, string? username)
    {
        if (string.IsNullOrEmpty(password) || password.Length < MinLength)
        {
            return $"Use at least {MinLength} characters; this has {password?.Length ?? 0}.";
        }

        if (password.Length > MaxLength)
        {
            return $"Use at most {MaxLength} characters; this has {password.Length}.";
        }

        if (password.Any(char.IsControl))
        {
            return "Use letters, digits, signs and spaces only: there is an invisible control character in it.";
        }

        return KnownPasswords.IsVariation(password, username)
            ? WellKnown
            : null;
    }
}

/// <summary>Makes Identity hold <see cref="PasswordRules"/> wherever a password is set.</summary>
internal sealed class PasswordRulesValidator : IPasswordValidator<Account>
{
    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password) =>
        Task.FromResult(PasswordRules.Check(password, user.UserName) is { } error
            ? IdentityResult.Failed(new IdentityError { Code = nameof(PasswordRules), Description = error })
            : IdentityResult.Success);
}
