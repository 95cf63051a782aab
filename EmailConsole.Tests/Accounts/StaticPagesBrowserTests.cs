using EmailConsole.Accounts.Passwords;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Browser;
using Microsoft.Playwright;

namespace EmailConsole.Tests.Accounts;

/// <summary>The pages before signing in, with and without JavaScript.</summary>
public sealed class StaticPagesBrowserTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    private const string Username = "alice@wonder-land.example";

    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public Task SignIn_WrongPassword_FocusesThePasswordWithItsErrorBesideIt(bool hasJavaScript) => ConsoleBrowser.RunAsync(
        console,
        async visit =>
        {
            await visit.GoAsync("sign-in");
            await Assertions.Expect(visit.Page.GetByLabel("Username")).ToBeFocusedAsync();
            await visit.Page.GetByLabel("Username").FillAsync("nobody@nowhere.example");
            await visit.Page.GetByLabel("Password").FillAsync("wrong");
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();

            var problem = await visit.Page.GetByRole(AriaRole.Alert).InnerTextAsync();
            Assert.StartsWith("The username or the password is wrong.", problem, StringComparison.Ordinal);
            var password = visit.Page.GetByLabel("Password");
            await Assertions.Expect(password).ToBeFocusedAsync();
            await Assertions.Expect(password).ToHaveAccessibleDescriptionAsync(problem);
            await Assertions.Expect(visit.Page.GetByLabel("Username")).ToHaveValueAsync("nobody@nowhere.example");
        },
        new ConsoleWindow(HasJavaScript: hasJavaScript));

    [BrowserFact]
    public Task Strength_ManyPasswords_AgreesWithTheServer() => ConsoleBrowser.RunAsync(console, async visit =>
    {
        var random = new Random(5);
        string[] parts = ["password", "p@ssw0rd", "Pa$$", "1234", "4321", "qwerty", "QAZ", "aaaa", "2024", "1987", "wonder", "alice", "wso2", "x7", "é", "harbour", "mosaic", "k!", "zxcvb", " ", "9", "İ", "ß"];
        var passwords = Enumerable.Range(0, 400)
            .Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => parts[random.Next(parts.Length)]))).Distinct().ToArray();
        var expected = passwords.Where(p => KnownPasswords.IsVariation(p, Username)).ToArray();
        Assert.InRange(expected.Length, 20, passwords.Length - 20);

        await visit.GoAsync("sign-in");
        var found = await visit.Page.EvaluateAsync<string[]>(
            "async ([passwords, username, words, rows]) => { const rules = await import('/password-strength.js'); return passwords.filter(p => rules.isWellKnown(p, username, words.split(' '), rows.split(' '))); }",
            new object[] { passwords, Username, KnownPasswords.AllWords, KnownPasswords.AllRows });

        Assert.Equal(expected, found);
    });
}
