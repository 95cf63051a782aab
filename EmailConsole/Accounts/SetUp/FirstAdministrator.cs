using EmailConsole.Accounts.Passwords;
using EmailConsole.Accounts.Sessions;
using EmailConsole.Accounts.SignIn;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Accounts.SetUp;

/// <summary>Gives the super tenant its first administrator, once.</summary>
internal sealed class FirstAdministrator(IServiceScopeFactory scopes, SignInFailures failures, TimeProvider time)
{
    public const string DefaultUsername = "admin";

    /// <param name="username">With or without <c>@carbon.super</c>.</param>
    /// <param name="password">Checked against <see cref="PasswordRules"/>.</param>
    public async Task<SetUpResult> CreateAsync(string? username, string? password, CancellationToken cancellationToken)
    {
        if (!SignInName.TryParse(username, out var name) || !TenantDomain.IsSuper(name.Domain))
        {
            return new SetUpResult.Invalid("Username", $"The first administrator belongs to {TenantDomain.Super}: use a name such as admin. {UserPart.Rule}");
        }

        if (PasswordRules.Check(password, name.FullName) is { } error)
        {
            return new SetUpResult.Invalid("Password", error);
        }

        await using var scope = new AccountScope(scopes);

        // Takes the database's write lock at once: of two set-ups at the same moment the second sees the first's account
        await using var transaction = await scope.Db.BeginWriteAsync(cancellationToken);
        if (!await SetUpNeed.IsNeededAsync(scope.Db, cancellationToken))
        {
            return new SetUpResult.NotNeeded();
        }

        var account = await scope.Users.FindByNameAsync(name.FullName);
        var result = account is null
            ? await scope.Users.CreateAsync(account = New(name), password!)
            : await CompleteAsync(scope, account, password!, cancellationToken);
        if (!result.Succeeded)
        {
            return new SetUpResult.Invalid("Username", string.Join(' ', result.Errors.Select(e => e.Description)));
        }

        await transaction.CommitAsync(cancellationToken);
        failures.Forget(account.NormalizedUserName!);
        return new SetUpResult.Created(account);
    }

    private Account New(SignInName name) => new()
    {
        Id = Guid.CreateVersion7(),
        TenantId = TenantDomain.SuperTenantId,
        UserName = name.FullName,
        Role = ActorRole.Administrator,
        CreatedAt = time.GetUtcNow(),
    };

    // Somebody of that name was invited, or is an operator whose password whoever sets up need not know: from here on the
    // account is theirs alone
    private static async Task<IdentityResult> CompleteAsync(
        AccountScope scope, Account account, string password, CancellationToken cancellationToken)
    {
        account.Role = ActorRole.Administrator;
        account.IsActive = true;
        if (account.PasswordHash is not null && await scope.Users.RemovePasswordAsync(account) is { Succeeded: false } failed)
        {
            return failed;
        }

        await SignInSessions.EndAllAsync(scope.Db, account.Id, keep: null, cancellationToken);
        return await scope.Users.AddPasswordAsync(account, password);
    }
}

/// <summary>Set-up is needed as long as no administrator of the super tenant has a password.</summary>
internal static class SetUpNeed
{
    public static async Task<bool> IsNeededAsync(EmailConsoleDb db, CancellationToken cancellationToken) =>
        !await db.Set<Account>().AnyAsync(
            a => a.TenantId == TenantDomain.SuperTenantId && a.Role == ActorRole.Administrator && a.PasswordHash != null,
            cancellationToken);
}
