using EmailConsole.Accounts.Invitations;
using EmailConsole.Tenants;

namespace EmailConsole.Accounts.People;

/// <summary>Somebody to add to a tenant.</summary>
/// <param name="User">The username without <c>@tenant-domain</c>; that ending is accepted as well.</param>
/// <param name="Email">Where the person reads mail; may be empty. A username that is an email address serves as one.</param>
/// <param name="Role">In that tenant.</param>
/// <param name="Credential">How they get a password.</param>
public sealed record NewPerson(string? User, string? Email, ActorRole Role, Credential Credential);
