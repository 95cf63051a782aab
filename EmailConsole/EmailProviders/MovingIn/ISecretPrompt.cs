namespace EmailConsole.EmailProviders.MovingIn;

/// <summary>Gives passwords, which have no place on a command line: everybody on the machine can read it.</summary>
public interface ISecretPrompt
{
    /// <summary>The environment variable with the password at the WSO2 server.</summary>
    const string FromPassword = "EMAILCONSOLE_IMPORT_FROM_PASSWORD";

    /// <summary>The environment variable with the password at EmailConsole.</summary>
    const string ToPassword = "EMAILCONSOLE_IMPORT_TO_PASSWORD";

    /// <param name="variable">The environment variable that may hold it.</param>
    /// <param name="question">What to ask where it does not.</param>
    /// <returns>Null where nobody is there to ask.</returns>
    string? Ask(string variable, string question);
}
