using System.Security.Claims;
using EmailConsole.Accounts.Invitations;
using EmailConsole.Accounts.Passwords;
using EmailConsole.Accounts.Sessions;
using EmailConsole.Accounts.SignIn;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Accounts.People;

/// <summary>
/// Gives somebody of a tenant a new password, or a link to choose one. Ends their sessions and a lockout; with a link
/// the old password stays until the link is used.
/// </summary>
internal sealed partial class ResetPassword(
    TenantAccess access,
    IServiceScopeFactory scopes,
    SignInFailures failures,
    InvitationLinks links,
    InvitationDelivery delivery,
    ILogger<ResetPassword> logger)
{
    public async Task<PersonResult> HandleAsync(
        ClaimsPrincipal principal, string domain, Guid accountId, Credential credential, CancellationToken cancellationToken)
    {
        if (await access.DecideAsync(principal, domain, TenantPermission.Administer, cancellationToken) is not TenantDecision.Granted granted)
        {
            return new PersonResult.Denied();
        }

        // Who finds a browser signed in must not be able to take the account over
        if (accountId == granted.Actor.AccountId)
        {
            return new PersonResult.OwnPassword();
        }

        await using var scope = new AccountScope(scopes);
        await using var transaction = await scope.Db.BeginWriteAsync(cancellationToken);
        var account = await scope.Db.Set<Account>()
            .SingleOrDefaultAsync(a => a.Id == accountId && a.TenantId == granted.Tenant.Id, cancellationToken);
        if (account is null)
        {
            return new PersonResult.Gone();
        }

        if (Problem(credential, account) is { } problem)
        {
            return new PersonResult.Invalid([problem]);
        }

        var issued = await IssueAsync(scope.Users, account, credential);
        await SignInSessions.EndAllAsync(scope.Db, account.Id, keep: null, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        failures.Forget(account.NormalizedUserName!);
        LogReset(granted.Actor.Username, account.UserName!, granted.Tenant.Domain);
        return new PersonResult.Done(
            account.UserName!,
            await delivery.DeliverAsync(issued, credential, account, granted.Tenant, granted.Actor, cancellationToken));
    }

    private static FieldProblem? Problem(Credential credential, Account account) => credential switch
    {
        Credential.Chosen chosen when PasswordRules.Check(chosen.Password, account.UserName) is { } error =>
            new FieldProblem(nameof(Credential.Chosen.Password), error),
        Credential.MailedLink when account.Email is null =>
            new FieldProblem(nameof(NewPerson.Email), "This person has no email address: show the link instead."),
        _ => null,
    };

    private async Task<IssuedCredential> IssueAsync(UserManager<Account> users, Account account, Credential credential)
    {
        if (credential is not (Credential.Chosen or Credential.Generated))
        {
            return await links.CreateAsync(users, account);
        }

        var password = credential is Credential.Chosen chosen ? chosen.Password! : PasswordGenerator.Create();
        if (account.PasswordHash is not null)
        {
            Require(await users.RemovePasswordAsync(account));
        }

        Require(await users.AddPasswordAsync(account, password));
        return credential is Credential.Generated ? new IssuedCredential.Password(password) : new IssuedCredential.Nothing();
    }

    // Checked before; inside the write lock nobody else changes the row
    private static void Require(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException($"The password could not be set: {string.Join(' ', result.Errors.Select(e => e.Code))}");
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Username} reset the password of {Person} of {Domain}.")]
    private partial void LogReset(string username, string person, string domain);
}
