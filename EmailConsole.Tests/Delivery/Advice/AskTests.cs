using System.Text.RegularExpressions;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Advice;
using EmailConsole.EmailProviders;
using EmailConsole.Tests.EmailProviders;

namespace EmailConsole.Tests.Delivery.Advice;

/// <summary>No cure asks for what is set already, whatever row it comes from.</summary>
public sealed partial class AskTests
{
    private const string OutlookScope = "https://outlook.office365.com/.default";

    // Told from the words alone, and so also of what would be asked past the asks
    private static readonly (Func<DeliveryFailureFacts, bool> IsSet, Regex Asks)[] Rules =
    [
        (f => f.Settings.Encryption == SmtpEncryption.StartTlsRequired, Pattern("STARTTLS required")),
        (f => f.Settings.Encryption == SmtpEncryption.Tls, Pattern(@"Encryption to TLS|\bwith TLS\b")),
        (f => f.Settings.Encryption is SmtpEncryption.Tls or SmtpEncryption.StartTlsRequired && f.Stage > DeliveryStage.Encrypt, Pattern("set Encryption")),
        (f => f.Settings.Port == 587, Pattern(@"(use|or|,|Server) port 587\b")),
        (f => f.Settings.Port == 465, Pattern(@"(use|or|,|Server) port 465\b")),
        (f => f.Settings.Port == 2525, Pattern(@"(use|or|,|Server) port 2525\b")),
        (f => f.Settings.Port == 25, Pattern(@"(use|or|,|Server) port 25\b")),
        (f => f.Settings.AuthenticationType != AuthenticationType.None, Pattern("Basic or Client Credentials|, and sign in|choose an authentication type")),
        (f => f.Settings.AuthenticationType == AuthenticationType.Basic, Pattern("authentication type Basic")),
        (f => f.Settings.AuthenticationType == AuthenticationType.ClientCredential, Pattern("authentication type Client Credentials")),
        (f => f.Settings.AuthenticationType == AuthenticationType.None, Pattern("authentication type None")),
        (f => f.OtherAccount is null, Pattern("set From Address to")),
        (f => f.Settings.Scopes == OutlookScope, Pattern("set Scopes")),
        (f => f.Settings.Username == "apikey", Pattern("the word apikey")),
        (f => f.Settings.Username == "resend", Pattern("the word resend")),
        (f => f.Settings.Username == "SMTP_Injection", Pattern("the word SMTP_Injection")),
        (f => f.Settings.Host == "smtp-relay.gmail.com", Pattern("use the Google Workspace relay")),
        (f => f.Settings.MaxConnections == 1, Pattern("set Max Connections")),
        (f => f.Pipelined == false, Pattern("Delivery:Pipelining")),
    ];

    [Fact]
    public void Rows_EveryCombinationOfFacts_AsksForNothingThatIsSet()
    {
        var combinations = Combinations().ToList();
        List<string> wrong = [];

        foreach (var row in DeliveryAdvisor.Rows.Where(row => Varies(row)))
        {
            foreach (var facts in combinations.Where(facts => (row.Stages.Length == 0 || row.Stages.Contains(facts.Stage)) && !AdviceText.AsksInVain(row.Cure, facts) && !AdviceText.AsksInVain(row.Console, facts)))
            {
                wrong.AddRange(Check(facts, DeliveryAdvisor.Fill(row, new ComparableFacts(facts))));
            }
        }

        Assert.Empty(wrong.Take(20));
    }

    [Theory]
    [InlineData("RepliesKnown")]
    [InlineData("RepliesFurther")]
    [InlineData("RepliesMore")]
    public void Advise_EveryReplyWithEveryCombinationOfSettings_AsksForNothingThatIsSet(string table)
    {
        var advisor = new DeliveryAdvisor();
        var settings = Settings().Where(s => s.Port is 587 or 465 && s.Host.StartsWith("mail", StringComparison.Ordinal) && s.MaxConnections is null && s.Username is null or Reply.Account).ToList();
        List<string> wrong = [];

        foreach (var reply in Reply.Read(table))
        {
            var facts = reply.Facts();
            foreach (var other in settings)
            {
                var combined = facts with { Settings = other };
                wrong.AddRange(Check(combined, advisor.Advise(combined)));
            }
        }

        Assert.Empty(wrong.Take(20));
    }

    [Fact]
    public void Rows_EveryCure_NamesASettingAndItsValueThroughAnAskAlone()
    {
        var literal = DeliveryAdvisor.Rows
            .SelectMany(row => new[] { row.Cure, row.More, row.Console })
            .OfType<string>()
            .Where(cure => SettingWithValue().IsMatch(Placeholder().Replace(cure, "")));

        Assert.Empty(literal);
    }

    [Fact]
    public void Asks_EachOfThem_IsAskedByARowAndIsMetByItsSettingAlone()
    {
        var combinations = Combinations().ToList();
        var asked = DeliveryAdvisor.Rows.SelectMany(row => AdviceText.Asks(row.Cure + row.More + row.Console)).ToHashSet(StringComparer.Ordinal);

        Assert.Equal(Ask.All.Keys.Order(StringComparer.Ordinal), asked.Order(StringComparer.Ordinal));
        foreach (var (name, ask) in Ask.All)
        {
            Assert.True(combinations.Exists(facts => !ask.IsMet(facts)), $"{name} is never asked for");
            Assert.True(name == "otherport" || combinations.Exists(facts => ask.IsMet(facts)), $"{name} is never met");
        }
    }

    [Theory]
    [InlineData("localhost", 25, 1025, true)]
    [InlineData("127.0.0.1", 2525, 1025, true)]
    [InlineData("localhost", 1025, 1025, false)]
    [InlineData("localhost", 25, null, false)]
    [InlineData("mail.foo.com", 25, 1025, false)]
    public void Advise_RefusedOnThisMachine_NamesTheDevelopmentMailboxsPort(string host, int port, int? mailbox, bool isNamed)
    {
        var advisor = new DeliveryAdvisor([new ScriptedDevelopmentServer { Port = mailbox }]);
        var settings = new EmailProviderSettings { Host = host, Port = port, FromAddress = "codes@foo.com" };

        var advice = advisor.Advise(new DeliveryFailureFacts(DeliveryFailureKind.ConnectionRefused, DeliveryStage.Connect, null, null, null, settings, null));

        Assert.Equal(isNamed, advice.Cure!.Contains("use Server Port 1025, where the development mailbox listens", StringComparison.Ordinal));
        Assert.Contains("Check Server Host", advice.Cure, StringComparison.Ordinal);
    }

    private static Regex Pattern(string asks) => new(asks, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(30));

    private static bool Varies(AdviceRow row) => (row.Cure + row.More + row.Console).Contains('{', StringComparison.Ordinal);

    private static IEnumerable<string> Check(DeliveryFailureFacts facts, DeliveryAdvice advice) =>
        from rule in Rules
        where advice.Cure is not null && rule.IsSet(facts) && rule.Asks.IsMatch(advice.Cure)
        select $"\"{advice.Cure}\" asks for \"{rule.Asks}\" with {facts.Settings.Encryption}, {facts.Settings.Port}, {facts.Settings.AuthenticationType}, {facts.Settings.Username}, {facts.Settings.FromAddress}";

    private static IEnumerable<DeliveryFailureFacts> Combinations() =>
        from settings in Settings()
        from stage in new[] { DeliveryStage.Connect, DeliveryStage.Greeting, DeliveryStage.Encrypt, DeliveryStage.Token, DeliveryStage.Authenticate, DeliveryStage.Recipient }
        from pipelined in new bool?[] { null, false }
        select new DeliveryFailureFacts(DeliveryFailureKind.Refused, stage, 550, null, "550 no", settings, null) { Pipelined = pipelined, MailboxPort = pipelined is null ? 1025 : null };

    private static IEnumerable<EmailProviderSettings> Settings() =>
        from encryption in Enum.GetValues<SmtpEncryption>()
        from port in new[] { 25, 465, 587, 2465, 2525, 2587 }
        from account in Accounts
        from most in new int?[] { null, 1 }
        select account with { Encryption = encryption, Port = port, MaxConnections = most };

    private static EmailProviderSettings[] Accounts =>
    [
        .. new[] { Reply.Account, Reply.From, "apikey", "resend", "SMTP_Injection" }.Select(
            user => new EmailProviderSettings { Host = "mail.example.com", FromAddress = Reply.From, Username = user }),
        new() { Host = "mail.example.com", FromAddress = Reply.From, AuthenticationType = AuthenticationType.None },
        new() { Host = "mail.example.com", FromAddress = Reply.From, AuthenticationType = AuthenticationType.ClientCredential, Scopes = OutlookScope },
        new() { Host = "mail.example.com", FromAddress = Reply.From, AuthenticationType = AuthenticationType.ClientCredential, Scopes = "x" },
        new() { Host = "smtp-relay.gmail.com", FromAddress = Reply.From, Username = Reply.Account },
    ];

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Placeholder();

    [GeneratedRegex(
        @"Encryption to|STARTTLS required|authentication type|Client Credentials|\bBasic\b|Port \d|Set From Address|Set Scopes|Max Connections|Delivery:Pipelining|the word (apikey|resend|SMTP_Injection)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SettingWithValue();
}
