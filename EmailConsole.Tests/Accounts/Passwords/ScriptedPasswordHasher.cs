using EmailConsole.Accounts;
using Microsoft.AspNetCore.Identity;

namespace EmailConsole.Tests.Accounts.Passwords;

/// <summary>Lets something happen while a password is checked.</summary>
internal sealed class ScriptedPasswordHasher : PasswordHasher<Account>
{
    public Action Verifying { get; set; } = () => { };

    public override PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
    {
        Verifying();
        var result = base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        return result == PasswordVerificationResult.Failed ? result : PasswordVerificationResult.Success;
    }
}
