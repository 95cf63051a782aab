using Bunit;
using EmailConsole.Accounts.ApiKeys;
using EmailConsole.Accounts.Components;
using EmailConsole.Rest;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;

namespace EmailConsole.Tests.Accounts.Components;

/// <summary>How a key is used, as the page tells it, without a browser.</summary>
public sealed class KeyUseTests : IAsyncDisposable
{
    private const string Key = "ec_4pQz81Rm_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg";
    private const string From = "codes@foo.example";

    private static readonly SmtpEntrance Open = new("mail.console.example", 465, 587, null, []);

    private readonly BunitContext _page = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 7, 9, 0, 0, TimeSpan.Zero));

    public KeyUseTests()
    {
        _page.JSInterop.Mode = JSRuntimeMode.Loose;
        _page.Services.AddMudServices();
        _page.Services.AddSingleton<TimeProvider>(_time);
    }

    public static TheoryData<string, SmtpSecurity> ProgramsAndWays()
    {
        var rows = new TheoryData<string, SmtpSecurity>();
        foreach (var security in Enum.GetValues<SmtpSecurity>())
        {
            foreach (var program in Setup(security).All)
            {
                rows.Add(program.Name, security);
            }
        }

        return rows;
    }

    public ValueTask DisposeAsync() => _page.DisposeAsync();

    [Theory]
    [InlineData(RestScopes.Send, "HTTP,SMTP,OAuth 2.0,WSO2")]
    [InlineData(RestScopes.View, "HTTP,OAuth 2.0")]
    [InlineData(RestScopes.Manage, "HTTP,OAuth 2.0,WSO2")]
    public void Tabs_OfAScope_AreWhatItIsFor(RestScopes scopes, string tabs)
    {
        var use = Render(scopes, Open);

        Assert.Equal(tabs, string.Join(',', use.FindAll("[role=tab]").Select(tab => tab.TextContent.Trim())));
    }

    [Fact]
    public void Smtp_PortsAreOpen_ShowsWhatIsTypedIntoAProgram()
    {
        var use = Render(RestScopes.Send, Open);
        OpenTab(use, "SMTP");

        Assert.Equal(["mail.console.example", "465", "foo.example", Key], Values(use, "Host", "Port", "User name", "Password"));
        Assert.Contains($"smtps://mail.console.example:465 --user 'foo.example:{Key}'", Value(use, "Command"), StringComparison.Ordinal);

        use.FindAll(".smtp-choice select")[0].Change(nameof(SmtpSecurity.StartTls));
        use.FindAll(".smtp-choice select")[1].Change("Keycloak");

        Assert.Equal("587", Value(use, "Port"));
        Assert.Contains("Encryption: Enable StartTLS", Value(use, "Realm settings > Email"), StringComparison.Ordinal);
        Assert.Contains($"-s 'smtpServer.password={Key}'", Value(use, "Or by kcadm.sh"), StringComparison.Ordinal);
        Assert.Contains(From, use.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Smtp_Development_OffersThePortOnThisMachine()
    {
        var use = Render(RestScopes.Send, new SmtpEntrance("mail.console.example", null, null, 1587, [new SmtpTrouble("No certificate.", "Set one.")]));
        OpenTab(use, "SMTP");

        Assert.Equal(["localhost", "1587"], Values(use, "Host", "Port"));
        Assert.Contains("smtp://localhost:1587", Value(use, "Command"), StringComparison.Ordinal);
        Assert.Contains("Whoever runs the console: Set one.", use.Find(".smtp-trouble").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Smtp_PortsAreClosed_SaysWhyAndWhatToDo()
    {
        var use = Render(RestScopes.Send, new SmtpEntrance("mail.console.example", null, null, null, [new SmtpTrouble("It is switched off.", "Switch it on.")]));
        OpenTab(use, "SMTP");

        Assert.Contains("It is switched off.", use.Find(".smtp-trouble").TextContent, StringComparison.Ordinal);
        Assert.Contains("Switch it on.", use.Find(".smtp-remedy").TextContent, StringComparison.Ordinal);
        Assert.Empty(use.FindAll(".smtp-values"));
    }

    [Fact]
    public void Smtp_NoProvider_SaysThatMailCannotLeave()
    {
        var use = Render(RestScopes.Send, Open, from: null);
        OpenTab(use, "SMTP");

        Assert.Contains("451 4.3.5", use.Markup, StringComparison.Ordinal);
        Assert.Contains("FROM_ADDRESS", Value(use, "Command"), StringComparison.Ordinal);
    }

    [Fact]
    public void Wso2_KeyThatMaySend_HasItsHttpProviderAndItsFile()
    {
        var use = Render(RestScopes.Send, Open);
        OpenTab(use, "WSO2");

        using var provider = System.Text.Json.JsonDocument.Parse(Value(use, "HTTP provider"));
        Assert.Equal("https://console.example/t/foo.example/api/v1/emails", provider.RootElement.GetProperty("providerURL").GetString());
        Assert.Contains(provider.RootElement.GetProperty("properties").EnumerateArray(), p => p.GetProperty("value").GetString() == Key);
        Assert.Contains("\"mail.smtp.ssl.enable\" = \"true\"", Value(use, "deployment.toml"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(ProgramsAndWays))]
    public void Program_ByEachWay_HasAllValuesFilledIn(string name, SmtpSecurity security)
    {
        var program = Setup(security).All.Single(p => p.Name == name);
        var texts = string.Join('\n', program.Parts.Select(part => part.Text));

        Assert.Contains(Key, texts, StringComparison.Ordinal);
        Assert.Contains("mail.console.example", texts, StringComparison.Ordinal);
        Assert.Contains("2465", texts, StringComparison.Ordinal);
        Assert.Contains("foo.example", texts, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", texts, StringComparison.Ordinal);
    }

    [Fact]
    public void Refusals_AreToldWithReplyAndMeaning()
    {
        var refusals = _page.Render<KeyRefusals>(parameters => parameters.Add(r => r.Refusals,
        [
            Refusal(RefusalCause.SenderNotAllowed, "550 5.7.1", 12, "550 5.7.1 From root@host.example may not send here: use another.", ago: 3),
            Refusal(RefusalCause.QueueFull, "HTTP 429", 1, "The tenant's queue is full.", ago: 70),
            Refusal(RefusalCause.Loop, "599 1.2.3", 2, "599 1.2.3 Unheard of", ago: 90),
            Refusal(RefusalCause.SenderNotPermitted, "550 5.7.1", 1, "550 5.7.1 In other words than today's.", ago: 95),
            Refusal(RefusalCause.SignIn, "535 5.7.8", 1, ApiKeySignIn.WrongReply, ago: 99, why: "The key has expired."),
        ]));

        var rows = refusals.FindAll("li").Select(row => string.Join(' ', row.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).ToList();
        Assert.StartsWith("Sender not allowed Refused 12 times, last: 550 5.7.1 From root@host.example may not send here: use another. ( 3 min ago )", rows[0].Replace("(3", "( 3", StringComparison.Ordinal).Replace("ago)", "ago )", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("Other senders", rows[0], StringComparison.Ordinal);
        Assert.StartsWith("Queue full Refused once: HTTP 429: The tenant's queue is full.", rows[1], StringComparison.Ordinal);
        Assert.StartsWith("Loop Refused twice, last: 599 1.2.3 Unheard of", rows[2], StringComparison.Ordinal);
        Assert.Contains("hands it over again", rows[2], StringComparison.Ordinal);
        Assert.Contains("have an administrator of the super tenant permit the domain", rows[3], StringComparison.Ordinal);
        Assert.DoesNotContain("allowed or replaced", rows[3], StringComparison.Ordinal);

        // What the program has in its log, and apart from it what it was not told
        Assert.Equal("535 5.7.8 The user name or the API key is wrong", refusals.FindAll("li .mono")[4].TextContent);
        Assert.Contains("Why: The key has expired.", rows[4], StringComparison.Ordinal);
        Assert.DoesNotContain(refusals.FindAll("li").Take(4), row => row.TextContent.Contains("Why:", StringComparison.Ordinal));
    }

    [Fact]
    public void Refusals_Folded_SayHowOftenWhenLastAndWhetherMailGotThroughSince()
    {
        var now = _time.GetUtcNow();
        var one = new RefusedProgram("Keycloak", [Refusal(RefusalCause.SignIn, "535 5.7.8", 2, "", ago: 18), Refusal(RefusalCause.QueueFull, "HTTP 429", 1, "", ago: 90)], IsAcceptedSince: true);

        Assert.Equal("Keycloak: refused 3 times, last 18 min ago, accepted since", RefusalWords.Of([one], now));
        Assert.Equal(
            "Keycloak: refused 3 times, last 18 min ago, accepted since; b: refused 3 times, last 18 min ago; c: refused 3 times, last 18 min ago; and 2 more API keys",
            RefusalWords.Of([one, .. "bcde".Select(key => one with { Key = $"{key}", IsAcceptedSince = false })], now));
    }

    /// <summary>Whatever the reply says: each cause has a name of its own, and its cure.</summary>
    [Fact]
    public void Refusals_OfEachCause_HaveANameAndACure()
    {
        var causes = Enum.GetValues<RefusalCause>();

        Assert.Equal(causes.Length, causes.Select(RefusalWords.Label).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(causes.Length, causes.Select(RefusalWords.Cure).Distinct(StringComparer.Ordinal).Count());
        Assert.All(causes, cause => Assert.InRange(cause.ToString().Length, 1, ApiKeyRefusal.MaxCause));
    }

    private static SmtpPrograms Setup(SmtpSecurity security) => new(new SmtpWay(security, "mail.console.example", 2465), "foo.example", Key, From);

    private static void OpenTab(IRenderedComponent<KeyUse> use, string name) =>
        use.FindAll("[role=tab]").Single(tab => tab.TextContent.Trim() == name).Click();

    private static string[] Values(IRenderedComponent<KeyUse> use, params string[] labels) => [.. labels.Select(label => Value(use, label))];

    private static string Value(IRenderedComponent<KeyUse> use, string label) =>
        use.FindComponents<CopyField>().Single(field => field.Instance.Label == label).Instance.Text;

    private IRenderedComponent<KeyUse> Render(RestScopes scopes, SmtpEntrance smtp, string? from = From) => _page.Render<KeyUse>(parameters => parameters
        .Add(u => u.Commands, new KeyCommands(new Uri("https://console.example/"), "foo.example"))
        .Add(u => u.Key, Key)
        .Add(u => u.ClientId, Key[..11])
        .Add(u => u.Scopes, scopes)
        .Add(u => u.Entrance, new KeyEntrance(smtp, from is null ? null : new SmtpSender(from, "Another one is refused."))));

    private ApiKeyRefusal Refusal(RefusalCause cause, string code, long count, string reply, int ago, string? why = null) =>
        new() { Cause = cause, Code = code, Count = count, LastAt = _time.GetUtcNow().AddMinutes(-ago), LastReply = reply, LastWhy = why };
}
