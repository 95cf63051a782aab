namespace EmailConsole.Accounts.Passwords;

/// <summary>How strong a new password is, by its length, which counts for more than anything else.</summary>
internal static class PasswordStrength
{
    public const int Good = 16;
    public const int Strong = 20;

    /// <returns>Words for whoever types; empty for an empty password.</returns>
    public static string Describe(string? password, string? username) => password?.Length switch
    {
        null or 0 => "",
        < PasswordRules.MinLength => $"Too short: {PasswordRules.MinLength - password.Length} more.",
        _ when PasswordRules.Check(password, username) is { } error => error,
        < Good => "Strength: acceptable. Longer is better.",
        < Strong => "Strength: good.",
        _ => "Strength: strong.",
    };
}
