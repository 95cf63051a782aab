using System.Security.Claims;
using EmailConsole.Accounts.Invitations;
using EmailConsole.Accounts.People;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Accounts.TenantManagement;

/// <summary>Adds a tenant with its first administrator: both or neither.</summary>
internal sealed partial class AddTenant(
    TenantAccess access,
    IServiceScopeFactory scopes,
    PersonCreation creation,
    InvitationDelivery delivery,
    Listeners<ITenantChanged> listeners,
    TimeProvider time,
    ILogger<AddTenant> logger)
{
    public async Task<TenantResult> HandleAsync(ClaimsPrincipal principal, NewTenant input, CancellationToken cancellationToken)
    {
        if (await access.FindPlatformAdministratorAsync(principal, cancellationToken) is not { } actor)
        {
            return new TenantResult.Denied();
        }

        var person = new NewPerson(input.AdministratorUsername, input.AdministratorEmail, ActorRole.Administrator, input.Credential);
        if (!TenantDomain.TryParse(input.Domain, out var domain, out var error))
        {
            // All that is wrong at once, so that nobody sends the form three times
            return new TenantResult.Invalid(
                [new FieldProblem(nameof(NewTenant.Domain), error), .. NewPersonRules.Check(person, input.Domain ?? "", out _, out _)]);
        }

        await using var scope = new AccountScope(scopes);
        await using var transaction = await scope.Db.BeginWriteAsync(cancellationToken);
        if (await scope.Db.Set<Tenant>().AnyAsync(t => t.Domain == domain, cancellationToken))
        {
            return Taken(domain);
        }

        var tenant = new Tenant { Domain = domain, CreatedAt = time.GetUtcNow() };
        scope.Db.Add(tenant);
        try
        {
            await scope.Db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (UniqueViolation.IsCauseOf(e))
        {
            return Taken(domain);
        }

        switch (await creation.CreateAsync(scope, tenant, person))
        {
            case PersonCreationResult.Created created:
                await transaction.CommitAsync(cancellationToken);
                LogAdded(actor.Username, domain);
                await listeners.TellAsync(
                    tenant.Id, (listener, token) => listener.ChangedAsync(tenant.Id, isActive: true, token), CancellationToken.None);
                return new TenantResult.Added(
                    tenant.Id,
                    domain,
                    created.Account.UserName!,
                    await delivery.DeliverAsync(created.Issued, input.Credential, created.Account, tenant, actor, cancellationToken));
            case PersonCreationResult.Invalid invalid:
                return new TenantResult.Invalid(invalid.Problems);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static TenantResult.Invalid Taken(string domain) =>
        new([new FieldProblem(nameof(NewTenant.Domain), $"There is already a tenant {domain}. Use another domain.")], IsTaken: true);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Username} added the tenant {Domain}.")]
    private partial void LogAdded(string username, string domain);
}

/// <summary>A tenant to add, with its first administrator.</summary>
internal sealed record NewTenant(
    string? Domain, string? AdministratorUsername, string? AdministratorEmail, Credential Credential);
