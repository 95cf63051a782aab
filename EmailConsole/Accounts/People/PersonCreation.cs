using EmailConsole.Accounts.Invitations;
using EmailConsole.Accounts.Passwords;
using EmailConsole.Tenants;
using Microsoft.AspNetCore.Identity;

namespace EmailConsole.Accounts.People;

/// <summary>Adds a person inside the caller's transaction, and issues what they need to sign in.</summary>
internal sealed class PersonCreation(InvitationLinks links, TimeProvider time)
{
    /// <param name="scope">Of the operation; the transaction is open.</param>
    /// <param name="tenant">The tenant, whose row may have been added in the same transaction.</param>
    /// <param name="person">What was typed.</param>
    public async Task<PersonCreationResult> CreateAsync(AccountScope scope, Tenant tenant, NewPerson person)
    {
        var problems = NewPersonRules.Check(person, tenant.Domain, out var user, out var email);
        if (problems.Count > 0)
        {
            return new PersonCreationResult.Invalid(problems);
        }

        var account = new Account
        {
            Id = Guid.CreateVersion7(),
            TenantId = tenant.Id,
            UserName = $"{user}@{tenant.Domain}",
            Email = email,
            Role = person.Role,
            CreatedAt = time.GetUtcNow(),
        };
        var password = person.Credential switch
        {
            Credential.Chosen chosen => chosen.Password,
            Credential.Generated => PasswordGenerator.Create(),
            _ => null,
        };
        var result = password is null ? await scope.Users.CreateAsync(account) : await scope.Users.CreateAsync(account, password);
        if (!result.Succeeded)
        {
            return Failed(result, account);
        }

        return new PersonCreationResult.Created(account, person.Credential switch
        {
            Credential.Generated => new IssuedCredential.Password(password!),
            Credential.Chosen => new IssuedCredential.Nothing(),
            _ => await links.CreateAsync(scope.Users, account),
        });
    }

    private static PersonCreationResult.Invalid Failed(IdentityResult result, Account account)
    {
        var isTaken = result.Errors.Any(e => e.Code == nameof(IdentityErrorDescriber.DuplicateUserName));
        var message = isTaken
            ? $"There is already somebody named {account.UserName}. Choose another username."
            : string.Join(' ', result.Errors.Select(e => e.Description));
        return new PersonCreationResult.Invalid([new FieldProblem(nameof(NewPerson.User), message)]);
    }
}

/// <summary>Whether somebody could be added. A closed list.</summary>
internal abstract record PersonCreationResult
{
    private PersonCreationResult()
    {
    }

    public sealed record Created(Account Account, IssuedCredential Issued) : PersonCreationResult;

    public sealed record Invalid(IReadOnlyList<FieldProblem> Problems) : PersonCreationResult;
}
