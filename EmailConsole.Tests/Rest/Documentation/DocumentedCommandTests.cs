using System.Text.RegularExpressions;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.Rest.Documentation;

/// <summary>Every curl command of the documentation, pasted into a shell in the order of its page.</summary>
public sealed partial class DocumentedCommandTests
{
    private const string FromNothing = "A tenant, from nothing";

    /// <summary>The message of the page's examples.</summary>
    private const string Example = "019abf3e-8f0c-7d3e-9d5f-2f3f5a6c7d8e";

    [CurlFact]
    public async Task Api_EachCommand_AnswersAsThePageSays()
    {
        await using var console = new ConsoleApplication();
        using var shell = new Shell();
        await console.AddSuperAdministratorAsync();
        var all = DocumentedCommand.Read("api.md");
        var first = all.Where(c => c.Section == FromNothing).ToList();
        var id = Example;

        // The section that makes the tenant stands last on the page
        foreach (var command in first)
        {
            await PasteAsync(shell, console, command, id);
        }

        await console.AddPersonAsync("foo.com", "admin", ActorRole.Administrator);
        foreach (var command in all.Except(first))
        {
            var body = await PasteAsync(shell, console, command, id);
            if (command.Text.Contains("/api-keys", StringComparison.Ordinal))
            {
                shell.Variables["KEY"] = body.GetProperty("key").GetString()!;
            }
            else if (command.Section == "Send")
            {
                id = body.GetProperty("id").GetString()!;
            }
        }

        Assert.Equal(2, first.Count);
        Assert.Equal(14, all.Count - first.Count);
    }

    [CurlFact]
    public async Task MovingFromWso2_EachCommand_AnswersAsThePageSays()
    {
        await using var console = new ConsoleApplication();
        using var shell = new Shell();
        await console.AddTenantAsync("foo.com");
        var all = DocumentedCommand.Read("moving-from-wso2.md");
        foreach (var command in all)
        {
            await PasteAsync(shell, console, command, Example);
        }

        Assert.Equal(4, all.Count);

        all = DocumentedCommand.Read("http-providers.md");
        foreach (var command in all)
        {
            await PasteAsync(shell, console, command, Example);
        }

        Assert.Single(all);
    }

    private static async Task<System.Text.Json.JsonElement> PasteAsync(Shell shell, ConsoleApplication console, DocumentedCommand command, string id)
    {
        Assert.Contains("http://localhost:5240/", command.Text, StringComparison.Ordinal);
        var text = command.Text
            .Replace("http://localhost:5240/", console.Url.AbsoluteUri, StringComparison.Ordinal)
            .Replace(Example, id, StringComparison.Ordinal);

        // What curl asks for at a terminal
        text = User().Replace(text, match => $"-u '{match.Groups["name"].Value}:{PasswordOf(match.Groups["name"].Value)}'");
        var (status, answer, body) = await shell.PasteAsync(text);
        Assert.True(ExpectedOf(command.Text).Contains(status), $"{command.Text}\n{answer}");
        return body;
    }

    private static string PasswordOf(string name) => name.StartsWith("kim", StringComparison.Ordinal) ? "a long passphrase 7" : ConsolePeople.Password;

    /// <summary>What the page says; a message that is on its way just now can neither be cancelled nor sent again.</summary>
    private static int[] ExpectedOf(string command) => command switch
    {
        _ when command.Contains("/cancel", StringComparison.Ordinal) => [200, 409],
        _ when command.Contains("/resend", StringComparison.Ordinal) => [202, 409],
        _ when command.Contains("/retry", StringComparison.Ordinal) => [202, 409, 429],
        _ when command.Contains("/try-now", StringComparison.Ordinal) => [204, 429],
        _ when command.Contains("/oauth2/token", StringComparison.Ordinal) => [200],
        _ when command.Contains("-X PATCH", StringComparison.Ordinal) || command.Contains("-X PUT", StringComparison.Ordinal) => [200],
        _ when command.Contains("/emails/batch", StringComparison.Ordinal) => [200],
        _ when command.Contains("/emails", StringComparison.Ordinal) && command.Contains("\"to\":", StringComparison.Ordinal) => [202],
        _ when command.Contains("--data-urlencode \"to=", StringComparison.Ordinal) => [202],
        _ when command.Contains("curl -G", StringComparison.Ordinal) || !command.Contains(" -d ", StringComparison.Ordinal) => [200],
        _ => [201],
    };

    [GeneratedRegex("-u (?<name>[a-z.@]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex User();
}
