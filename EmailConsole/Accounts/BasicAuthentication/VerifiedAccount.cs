namespace EmailConsole.Accounts.BasicAuthentication;

/// <summary>An account whose password was right.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="SecurityStamp">When it was; every change of the password gives another.</param>
internal sealed record VerifiedAccount(Guid AccountId, string SecurityStamp);
