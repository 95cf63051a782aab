using EmailConsole.EmailProviders.MovingIn;
using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.EmailProviders.MovingIn;

/// <summary>The import in this process, with the passwords of <see cref="ForeignServer"/> and of the consoles' people.</summary>
internal static class ImportRun
{
    /// <summary>A list of version 1 with a sender that can be moved whole.</summary>
    public const string Basic = """
        [{"name":"EmailPublisher","smtpServerHost":"smtp.foo.com","smtpPort":587,"fromAddress":"codes@foo.com","userName":"anna","password":"p4ss-there",
          "properties":[{"key":"mail.smtp.starttls.enable","value":"true"},{"key":"mail.smtp.auth","value":"true"},{"key":"minThread","value":"8"}]}]
        """;

    public static async Task<(int Code, string Output)> RunAsync(string[] args)
    {
        await using var output = new StringWriter { NewLine = "\n" };
        var code = await ImportCommand.RunAsync(args, output, new ScriptedPrompt());
        return (code, output.ToString());
    }

    private sealed class ScriptedPrompt : ISecretPrompt
    {
        public string? Ask(string variable, string question) => variable == ISecretPrompt.FromPassword ? ForeignServer.Password : ConsolePeople.Password;
    }
}
