using EmailConsole.Accounts.Invitations;

namespace EmailConsole.Accounts.People;

/// <summary>Whether somebody could be added. A closed list.</summary>
internal abstract record PersonCreationResult
{
    private PersonCreationResult()
    {
    }

    public sealed record Created(Account Account, IssuedCredential Issued) : PersonCreationResult;

    public sealed record Invalid(IReadOnlyList<FieldProblem> Problems) : PersonCreationResult;
}
