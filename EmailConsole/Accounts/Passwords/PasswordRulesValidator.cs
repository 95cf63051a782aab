using Microsoft.AspNetCore.Identity;

namespace EmailConsole.Accounts.Passwords;

/// <summary>Makes Identity hold <see cref="PasswordRules"/> wherever a password is set.</summary>
internal sealed class PasswordRulesValidator : IPasswordValidator<Account>
{
    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password) =>
        Task.FromResult(PasswordRules.Check(password, user.UserName) is { } error
            ? IdentityResult.Failed(new IdentityError { Code = nameof(PasswordRules), Description = error })
            : IdentityResult.Success);
}
