using System.Text.RegularExpressions;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Advice;
using EmailConsole.EmailProviders;

namespace EmailConsole.Tests.Delivery.Advice;

/// <summary>How a test tells from an advice's words that the meaning of a reply was named, and nothing else blamed.</summary>
/// <param name="Must">Each is found in cause and cure.</param>
/// <param name="Never">Is not found there: what would put the blame elsewhere.</param>
internal sealed record Meaning(string[] Must, string? Never = null)
{
    private const string Recipient = "typing errors|recipient's address does not exist";

    private static readonly Dictionary<string, Meaning> All = new(StringComparer.Ordinal)
    {
        ["password"] = new([@"user ?name", "password|key"], "temporar|at the moment|typing errors"),
        ["passwordExpired"] = new(["password", "expired", "new password"], "Check Username and Password"),
        ["appPassword"] = new(["app password|authori[sz]ation code|授权码"]),
        ["browser"] = new(["browser"]),
        ["smtpAuthOff"] = new([@"SMTP( AUTH)?\b", @"switch|turn|enable|\bon\b"]),
        ["securityDefaults"] = new(["security defaults"]),
        ["accountLocked"] = new(["locked|suspended|blocked|disabled|switched off", "account|mailbox"], "typing errors"),
        ["tooManySignIns"] = new(["too (many|often)", "sign-?in"], "(?-i)Check Username and Password"),
        ["tempSignIn"] = new(["temporar|at the moment", "sign-?in"], "(?-i)Check Username and Password"),
        ["mechanism"] = new([@"mechanism|\bPLAIN\b|\bLOGIN\b", "authentication type|mechanism|SMTP AUTH|operator"], "unencrypted|set encryption"),
        ["signIn"] = new(["sign(s|ed)?[ -]?in"], Recipient),
        ["signInLost"] = new(["sign(s|ed)?[ -]?in", "operator|port|account"], Recipient + "|choose an? (the )?authentication type|choose the authentication type that"),
        ["relayDenied"] = new(["pass(es)? (no )?mail|relay", "account|sign"], Recipient + "|choose an authentication type"),
        ["fromNotAllowed"] = new(["From Address", "account|mailbox", "send as|sender|belong"], Recipient),
        ["verify"] = new(["verif", "domain|address"], "sign in with the account that owns|" + Recipient),
        ["senderBad"] = new(["From Address", "domain|exist|form"], "recipient's|address of the recipient"),
        ["senderBlocked"] = new(["From Address|the sender"], Recipient),
        ["senderAuth"] = new(["SPF|DKIM|DMARC"]),
        ["recipientUnknown"] = new(["recipient", "not exist|unknown|not know|no such", "typing errors"]),
        ["recipientDomain"] = new(["recipient", "domain", "after the @"]),
        ["recipientRefuses"] = new(["recipient"], "typing errors|sign[ -]?in"),
        ["mailboxFull"] = new(["mailbox.*full"]),
        ["temporary"] = new(["temporar|for now", "again"], "check|typing errors|does not exist"),
        ["rate"] = new(["slow|rate|too (many|much|often|fast)|limit"], Recipient),
        ["quota"] = new(["limit|quota|used up", "wait|raise|ask"], Recipient + "|mailbox is full"),
        ["connections"] = new(["connections"], Recipient),
        ["ip"] = new(["IP address|block list"], Recipient),
        ["rdns"] = new(["reverse DNS|PTR"]),
        ["ehlo"] = new(["Delivery:EhloName"]),
        ["spam"] = new(["content|spam"], Recipient),
        ["link"] = new(["link", "block list"], Recipient + "|IP address"),
        ["virus"] = new(["attachment|virus"], Recipient),
        ["malformed"] = new(["header|form of the message|RFC 5322|malformed"], Recipient),
        ["policy"] = new(["polic"], Recipient),
        ["tooLarge"] = new(["larger|too large", "smaller"]),
        ["tooManyRecipients"] = new(["fewer recipients"]),
        ["encrypt"] = new(["encrypt|TLS"], "user name or (the )?password"),
        ["certificate"] = new(["certificate", "operator|log"], "Set Encryption to STARTTLS required"),
        ["storage"] = new(["storage|disk|space|resources"], Recipient),
        ["busy"] = new(["busy|going down|overloaded|not available|does not want to talk", "again|wait|operator"], Recipient),
        ["undelivered"] = new(["next server|recipient's server|pass the message on|reach"], "typing errors in From"),
        ["sequence"] = new(["order|sequence|Delivery:Pipelining"], "Check Username and Password"),
        ["alreadySignedIn"] = new(["signed in", "authentication type None"], "Check Username and Password"),
        ["command"] = new(["command|understand|does not know"]),
        ["operator"] = new(["operator"], Recipient),
        ["refusedContent"] = new(["refused the message"], Recipient),
        ["refusedRecipient"] = new(["refused the message for that recipient|refused the recipient"], Recipient),
    };

    /// <summary>Whose fault each meaning is; what may be several people's stands with several, and what may be anybody's does not stand here.</summary>
    private static readonly (Blame Blame, string[] Meanings)[] Blames =
    [
        (Blame.Sender, ["fromNotAllowed", "verify", "senderBad", "senderBlocked", "senderAuth", "relayDenied"]),
        (Blame.Recipient, ["recipientUnknown", "recipientDomain", "recipientRefuses", "mailboxFull", "undelivered"]),
        (Blame.Credentials, ["signIn", "signInLost", "smtpAuthOff", "accountLocked"]),
        (Blame.Provider, ["ehlo", "ip", "rdns", "encrypt", "storage", "busy", "sequence"]),
        (Blame.Throttle, ["rate", "quota", "connections", "busy"]),
        (Blame.Message, ["spam", "virus", "malformed", "tooLarge", "link"]),

        // What the server would not relay without a sign-in is not refused to the account; whose mailbox is written to too often may be at fault
        (Blame.Sender, ["signIn"]),
        (Blame.Recipient, ["rate", "quota", "tooLarge"]),
    ];

    /// <returns>Those whose fault one of these may be; empty: it may be anybody's.</returns>
    public static IReadOnlyCollection<Blame> BlamesOf(IReadOnlyCollection<string> meanings) =>
        meanings.All(meaning => Blames.Any(b => b.Meanings.Contains(meaning, StringComparer.Ordinal)))
            ? Blames.Where(b => b.Meanings.Intersect(meanings, StringComparer.Ordinal).Any()).Select(b => b.Blame).ToHashSet()
            : [];

    /// <returns>What is wrong with the advice; null: it names one of the meanings.</returns>
    public static string? Judge(DeliveryFailureFacts facts, DeliveryAdvice advice, IEnumerable<string> meanings)
    {
        // What the server said itself is no credit to the advice
        var words = $"{advice.Cause} {advice.Cure}";
        var quoted = facts.ServerText!.Length <= 300 ? facts.ServerText : facts.ServerText[..300];
        words = words.Replace(quoted, "", StringComparison.Ordinal);
        if (advice.Cure is null)
        {
            return "no cure";
        }

        if (!meanings.Any(meaning => All[meaning].IsNamed(words)))
        {
            return $"not {string.Join(" or ", meanings)}";
        }

        var settings = facts.Settings;
        return meanings.Contains("fromNotAllowed") && settings.AuthenticationType == AuthenticationType.Basic && !(Has(words, settings.FromAddress) && Has(words, settings.Username!))
            ? "does not name both addresses"
            : null;
    }

    private bool IsNamed(string words) =>
        Must.All(must => Matches(words, must)) && (Never is null || !Matches(words, Never));

    private static bool Has(string words, string address) => words.Contains(address, StringComparison.OrdinalIgnoreCase);

    private static bool Matches(string words, string pattern) => Regex.IsMatch(words, pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));
}
