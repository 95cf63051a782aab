namespace EmailConsole.DevelopmentMailbox.Smtp;

/// <summary>The conversation of AUTH. Nothing of the answers is looked at.</summary>
internal static class SmtpCredentials
{
    private const string Username = "VXNlcm5hbWU6"; // "Username:"
    private const string Password = "UGFzc3dvcmQ6"; // "Password:"

    /// <param name="argument">A mechanism, and perhaps the first answer.</param>
    /// <returns>What is left to ask; null: the mechanism is not offered.</returns>
    public static IReadOnlyList<string>? Questions(string argument)
    {
        var hasAnswer = argument.Contains(' ', StringComparison.Ordinal);
        return argument.Split(' ')[0].ToUpperInvariant() switch
        {
            "PLAIN" or "XOAUTH2" => hasAnswer ? [] : [""],
            "LOGIN" => hasAnswer ? [Password] : [Username, Password],
            _ => null,
        };
    }
}
