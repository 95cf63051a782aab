using System.Security.Claims;
using EmailConsole.Accounts.Invitations;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Accounts.People;

/// <summary>Adds an administrator or operator to a tenant.</summary>
internal sealed partial class AddPerson(
    TenantAccess access, IServiceScopeFactory scopes, PersonCreation creation, InvitationDelivery delivery, ILogger<AddPerson> logger)
{
    public async Task<PersonResult> HandleAsync(
        ClaimsPrincipal principal, string domain, NewPerson person, CancellationToken cancellationToken)
    {
        if (await access.DecideAsync(principal, domain, TenantPermission.Administer, cancellationToken) is not TenantDecision.Granted granted)
        {
            return new PersonResult.Denied();
        }

        await using var scope = new AccountScope(scopes);
        await using var transaction = await scope.Db.BeginWriteAsync(cancellationToken);
        try
        {
            switch (await creation.CreateAsync(scope, granted.Tenant, person))
            {
                case PersonCreationResult.Created created:
                    await transaction.CommitAsync(cancellationToken);
                    LogAdded(granted.Actor.Username, created.Account.UserName!, person.Role, granted.Tenant.Domain);
                    return new PersonResult.Done(
                        created.Account.UserName!,
                        await delivery.DeliverAsync(created.Issued, person.Credential, created.Account, granted.Tenant, granted.Actor, cancellationToken));
                case PersonCreationResult.Invalid invalid:
                    return new PersonResult.Invalid(invalid.Problems);
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }
        catch (DbUpdateException e) when (UniqueViolation.IsCauseOf(e))
        {
            return new PersonResult.Invalid([new FieldProblem(nameof(NewPerson.User), "Somebody of that name was just added. Choose another username.")]);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Username} added {Added} as {Role} of {Domain}.")]
    private partial void LogAdded(string username, string added, ActorRole role, string domain);
}

/// <summary>Somebody to add to a tenant.</summary>
/// <param name="User">The username without <c>@tenant-domain</c>; that ending is accepted as well.</param>
/// <param name="Email">Where the person reads mail; may be empty. A username that is an email address serves as one.</param>
/// <param name="Role">In that tenant.</param>
/// <param name="Credential">How they get a password.</param>
public sealed record NewPerson(string? User, string? Email, ActorRole Role, Credential Credential);
