using EmailConsole.Rest;

namespace EmailConsole.Accounts.ApiKeys;

/// <summary>A key to create.</summary>
/// <param name="Name">1 to 100 characters, to recognise it by.</param>
/// <param name="Scopes">At least one.</param>
/// <param name="ExpiresAt">In the future, at most ten years away; null: never.</param>
internal sealed record NewApiKey(string? Name, RestScopes Scopes, DateTimeOffset? ExpiresAt)
{
    public const int MaxName = 100;

    private const int MaxYears = 10;

    /// <summary>What cannot be taken; empty: nothing.</summary>
    public IEnumerable<FieldProblem> Check(DateTimeOffset now)
    {
        if ((Name ?? "").Trim() is not { Length: > 0 and <= MaxName } name || name.Any(char.IsControl))
        {
            yield return new FieldProblem(nameof(Name), $"Enter a name of 1 to {MaxName} characters by which you recognise the key.");
        }

        if (Scopes == RestScopes.None)
        {
            yield return new FieldProblem(nameof(Scopes), "Choose what the key is for: at least one of send, view and manage.");
        }

        if (ExpiresAt <= now || ExpiresAt > now.AddYears(MaxYears))
        {
            yield return new FieldProblem(nameof(ExpiresAt), $"Choose a time in the future, at most {MaxYears} years away, or none.");
        }
    }
}
