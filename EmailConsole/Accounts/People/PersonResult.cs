using EmailConsole.Accounts.Invitations;

namespace EmailConsole.Accounts.People;

/// <summary>What became of a change to somebody of a tenant. A closed list.</summary>
internal abstract record PersonResult
{
    private PersonResult()
    {
    }

    /// <param name="Username">Whose.</param>
    /// <param name="Issued">To hand over.</param>
    public sealed record Done(string Username, IssuedCredential Issued) : PersonResult;

    /// <summary>Nobody of that id in this tenant, or not any more.</summary>
    public sealed record Gone : PersonResult;

    /// <summary>The tenant would be left without an active administrator who can sign in.</summary>
    public sealed record LastAdministrator : PersonResult;

    /// <summary>One's own password is changed with the current one, under one's name.</summary>
    public sealed record OwnPassword : PersonResult;

    public sealed record Invalid(IReadOnlyList<FieldProblem> Problems) : PersonResult;

    /// <summary>Whoever asks may not, or not any more.</summary>
    public sealed record Denied : PersonResult;
}
