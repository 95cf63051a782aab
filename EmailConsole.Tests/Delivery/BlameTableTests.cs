using System.Globalization;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Replies;
using EmailConsole.Delivery.Smtp;
using EmailConsole.Tests.Delivery.Advice;

namespace EmailConsole.Tests.Delivery;

public sealed class BlameTableTests
{
    [Theory]
    [InlineData(DeliveryStage.Greeting, "554 5.7.1 Your address is on a block list", Blame.Provider)]
    [InlineData(DeliveryStage.Greeting, "421 4.3.2 Service not available, closing transmission channel", Blame.Provider)]
    [InlineData(DeliveryStage.Greeting, "421 4.7.0 Too many connections from your host", Blame.Throttle)]
    [InlineData(DeliveryStage.Greeting, "432 4.3.2 Concurrent connections limit exceeded", Blame.Throttle)]
    [InlineData(DeliveryStage.Greeting, "504 5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname", Blame.Provider)]
    [InlineData(DeliveryStage.Encrypt, "454 4.7.0 TLS not available due to local problem", Blame.Provider)]
    [InlineData(DeliveryStage.Authenticate, "454 4.7.0 Too many login attempts, please try again later.", Blame.Credentials)]
    [InlineData(DeliveryStage.Authenticate, "535 5.7.8 Bad credentials", Blame.Credentials)]
    [InlineData(DeliveryStage.Authenticate, "421 4.7.0 Too many failed logins, closing", Blame.Credentials)]
    [InlineData(DeliveryStage.Authenticate, "421 4.3.2 Going down", Blame.Provider)]
    [InlineData(DeliveryStage.Authenticate, "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded", Blame.Throttle)]
    [InlineData(DeliveryStage.Sender, "530 5.7.57 Client not authenticated to send mail", Blame.Credentials)]
    [InlineData(DeliveryStage.Sender, "530 5.7.0 Must issue a STARTTLS command first", Blame.Provider)]
    [InlineData(DeliveryStage.Sender, "530 5.7.0 Authentication required", Blame.Credentials)]
    [InlineData(DeliveryStage.Sender, "553 5.7.1 <codes@foo.com>: Sender address rejected: not owned by user x", Blame.Sender)]
    [InlineData(DeliveryStage.Sender, "550 The from address does not match a verified Sender Identity", Blame.Sender)]
    [InlineData(DeliveryStage.Sender, "450 4.1.8 <codes@foo.com>: Sender address rejected: Domain not found", Blame.Sender)]
    [InlineData(DeliveryStage.Sender, "550 5.1.0 Refused", Blame.Sender)]
    [InlineData(DeliveryStage.Sender, "421 4.3.2 Service not available, closing transmission channel", Blame.Provider)]
    [InlineData(DeliveryStage.Sender, "421 4.7.0 Try again later", Blame.Throttle)]
    [InlineData(DeliveryStage.Sender, "450 Requested mail action not taken: too many messages, slow down", Blame.Throttle)]
    [InlineData(DeliveryStage.Sender, "452 4.3.1 Insufficient system storage", Blame.Provider)]
    [InlineData(DeliveryStage.Sender, "451 4.3.0 Temporary server error", Blame.Provider)]
    [InlineData(DeliveryStage.Sender, "503 5.5.1 Bad sequence of commands", Blame.Provider)]
    [InlineData(DeliveryStage.Recipient, "450 4.1.2 <x@typo.invalid>: Recipient address rejected: Domain not found", Blame.Recipient)]
    [InlineData(DeliveryStage.Recipient, "450 4.2.0 <x@bar.example>: Recipient address rejected: Greylisted", Blame.Recipient)]
    [InlineData(DeliveryStage.Recipient, "451 4.7.1 Please try again later, greylisting in action", Blame.Recipient)]
    [InlineData(DeliveryStage.Recipient, "451 4.7.1 Client host was greylisted", Blame.Recipient)]
    [InlineData(DeliveryStage.Recipient, "450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages", Blame.Recipient)]
    [InlineData(DeliveryStage.Recipient, "452 4.2.2 Mailbox full, quota exceeded", Blame.Recipient)]
    [InlineData(DeliveryStage.Recipient, "550 5.1.1 No such user", Blame.Recipient)]
    [InlineData(DeliveryStage.Recipient, "554 5.7.1 <u@x>: Relay access denied", Blame.Sender)]
    [InlineData(DeliveryStage.Recipient, "451 4.3.0 Temporary lookup failure", Blame.Recipient)]
    [InlineData(DeliveryStage.Recipient, "452 4.3.1 Insufficient system storage", Blame.Provider)]
    [InlineData(DeliveryStage.Recipient, "450 4.7.1 Client host rejected: cannot find your reverse hostname", Blame.Provider)]
    [InlineData(DeliveryStage.Recipient, "450 4.7.1 <console.internal.example>: Helo command rejected: Host not found", Blame.Provider)]
    [InlineData(DeliveryStage.Recipient, "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org", Blame.Provider)]
    [InlineData(DeliveryStage.Recipient, "450 4.7.1 You have exceeded your sending limit for this hour", Blame.Throttle)]
    [InlineData(DeliveryStage.Sender, "421 4.7.0 Too many connections from your IP address", Blame.Throttle)]
    [InlineData(DeliveryStage.Recipient, "421 4.7.28 Our system has detected an unusual rate of unsolicited mail originating from your IP", Blame.Throttle)]
    [InlineData(DeliveryStage.Recipient, "450 4.7.1 Rate limit of your server exceeded, see our block list", Blame.Throttle)]
    [InlineData(DeliveryStage.Recipient, "450 4.7.1 Error: too much mail from 192.0.2.1", Blame.Throttle)]
    [InlineData(DeliveryStage.Recipient, "450 4.7.1 Error: too many recipients from 192.0.2.1", Blame.Throttle)]
    [InlineData(DeliveryStage.Recipient, "550 5.4.6 Unusual sending activity detected. Please try after sometime", Blame.Throttle)]
    [InlineData(DeliveryStage.Recipient, "554 5.7.1 This account is not allowed to send", Blame.Credentials)]
    [InlineData(DeliveryStage.Recipient, "452 4.2.2 Over quota: storage limit exceeded", Blame.Recipient)]
    [InlineData(DeliveryStage.Content, "552 5.2.2 Disk limit exceeded", Blame.Recipient)]
    [InlineData(DeliveryStage.Recipient, "450 4.2.1 Mailbox: too many messages from your IP address", Blame.Recipient)]
    [InlineData(DeliveryStage.Recipient, "550 5.7.1 The recipient requires TLS: starttls is not offered by next hop", Blame.Recipient)]
    [InlineData(DeliveryStage.Recipient, "550 <throttling-slow-down@bar.example>: user unknown", Blame.Recipient)]
    [InlineData(DeliveryStage.Recipient, "450 4.1.2 <p1@starttls.example>: Recipient address rejected: Domain not found", Blame.Recipient)]
    [InlineData(DeliveryStage.Recipient, "550 5.1.1 u@blacklist.example: no such user", Blame.Recipient)]
    [InlineData(DeliveryStage.Content, "554 5.6.0 Message header size limit exceeded", Blame.Message)]
    [InlineData(DeliveryStage.Content, "550 5.7.1 Message rejected: it contains a link with a raw IP address", Blame.Message)]
    [InlineData(DeliveryStage.Content, "550 5.7.28 Unusual amount of mail from your IP address", Blame.Throttle)]
    [InlineData(DeliveryStage.Recipient, "553 Relaying disallowed as no-reply@example.com", Blame.Sender)]
    [InlineData(DeliveryStage.Content, "553 Relaying disallowed as no-reply@example.com", Blame.Sender)]
    [InlineData(DeliveryStage.Recipient, "550 5.7.1 Relaying denied as no-reply@example.com", Blame.Sender)]
    [InlineData(DeliveryStage.Recipient, "554 5.7.1 <console.internal.example>: Helo command rejected: need fully-qualified hostname", Blame.Provider)]
    [InlineData(DeliveryStage.Recipient, "550 5.1.1 <u@bar.example>: no such user at relay.bar.example", Blame.Recipient)]
    [InlineData(DeliveryStage.Recipient, "550 5.7.1 Sender not allowed", Blame.Sender)]
    [InlineData(DeliveryStage.Content, "550 5.7.60 Client does not have permissions to send as this sender", Blame.Sender)]
    [InlineData(DeliveryStage.Content, "454 Throttling failure: Maximum sending rate exceeded.", Blame.Throttle)]
    [InlineData(DeliveryStage.Content, "550 5.4.5 Daily user sending limit exceeded", Blame.Throttle)]
    [InlineData(DeliveryStage.Content, "554 5.2.0 Quota of recipients exceeded", Blame.Throttle)]
    [InlineData(DeliveryStage.Content, "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded", Blame.Throttle)]
    [InlineData(DeliveryStage.Content, "451 4.3.0 Error: queue file write error", Blame.Provider)]
    [InlineData(DeliveryStage.Content, "554 5.7.1 Message rejected as spam, a URL is blocked using a block list", Blame.Message)]
    [InlineData(DeliveryStage.Content, "550 5.7.1 Policy", Blame.Message)]
    [InlineData(DeliveryStage.Content, "451 4.7.1 Not this one, later", Blame.Message)]
    public void Of_Reply_NamesWhoeverIsAtFault(DeliveryStage stage, string reply, Blame expected)
    {
        var words = reply.Split(' ', 2);
        var parsed = new SmtpReply(int.Parse(words[0], CultureInfo.InvariantCulture), [words[1]]);
        var kind = stage switch
        {
            DeliveryStage.Authenticate => DeliveryFailureKind.AuthenticationRefused,
            DeliveryStage.Recipient => DeliveryFailureKind.RecipientRefused,
            _ => DeliveryFailureKind.Refused,
        };

        Assert.Equal(expected, BlameTable.Of(kind, stage, parsed.Code, parsed.EnhancedCode, ReplyWords.WithoutAddresses(parsed.Text)));
    }

    /// <summary>Blame and advice read the same words in two tables: what the advice names must pay for it as well.</summary>
    [Theory]
    [InlineData("RepliesKnown")]
    [InlineData("RepliesFurther")]
    [InlineData("RepliesMore")]
    public void Of_RealReply_IsWhoeverItsMeaningNames(string table)
    {
        // At sign-in there is one row for all, and a 421 ends the connection whatever it says
        var replies = Reply.Read(table).Where(reply => reply.Stage != DeliveryStage.Authenticate && reply.Facts().ReplyCode != 421).ToList();

        var wrong = replies
            .Where(reply => Meaning.BlamesOf(reply.Meanings) is { Count: > 0 } named && !named.Contains(Judged(reply)))
            .Select(reply => $"{reply.Stage} {reply.Text}: {Judged(reply)}, not {string.Join(" or ", reply.Meanings)}")
            .ToList();

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {replies.Count} replies are blamed on somebody else:\n{string.Join('\n', wrong)}");

        static Blame Judged(Reply reply)
        {
            var facts = reply.Facts();
            return BlameTable.Of(facts.Kind, facts.Stage, facts.ReplyCode, facts.EnhancedCode, ReplyWords.WithoutAddresses(reply.Text[4..]));
        }
    }

    [Theory]
    [InlineData(DeliveryFailureKind.HostNotFound, DeliveryStage.Resolve, Blame.Provider)]
    [InlineData(DeliveryFailureKind.TargetNotAllowed, DeliveryStage.Connect, Blame.Provider)]
    [InlineData(DeliveryFailureKind.TimedOut, DeliveryStage.Content, Blame.Provider)]
    [InlineData(DeliveryFailureKind.CertificateExpired, DeliveryStage.Encrypt, Blame.Provider)]
    [InlineData(DeliveryFailureKind.TokenUnavailable, DeliveryStage.Token, Blame.Provider)]
    [InlineData(DeliveryFailureKind.TokenRefused, DeliveryStage.Token, Blame.Credentials)]
    [InlineData(DeliveryFailureKind.SecretUnreadable, DeliveryStage.Authenticate, Blame.Credentials)]
    [InlineData(DeliveryFailureKind.AuthenticationNotOffered, DeliveryStage.Authenticate, Blame.Credentials)]
    [InlineData(DeliveryFailureKind.MessageTooLarge, DeliveryStage.Sender, Blame.Message)]
    [InlineData(DeliveryFailureKind.InvalidMessage, DeliveryStage.Sender, Blame.Message)]
    [InlineData(DeliveryFailureKind.EightBitMimeNotOffered, DeliveryStage.Sender, Blame.Message)]
    [InlineData(DeliveryFailureKind.Cancelled, DeliveryStage.Sender, Blame.Ours)]
    [InlineData(DeliveryFailureKind.InternalError, DeliveryStage.Content, Blame.Ours)]
    public void Of_NoReply_IsAsTheKindSays(DeliveryFailureKind kind, DeliveryStage stage, Blame expected) =>
        Assert.Equal(expected, BlameTable.Of(kind, stage, null, null, null));

    [Theory]
    [InlineData("Greylisted for 300 seconds", 300)]
    [InlineData("4.7.1 Please try again in 5 minutes", 300)]
    [InlineData("Greylisting in action, please come back in 00:04:59", 299)]
    [InlineData("Too many messages, wait 90s", 90)]
    [InlineData("retry after 2 hours", 7200)]
    [InlineData("try again in 999999 days", 86400)]
    [InlineData("try again later", null)]
    [InlineData("try again later: 15 messages per hour are allowed", null)]
    [InlineData("Daily limit of 24 hours exceeded", null)]
    [InlineData("blocked 99:99:99", null)]
    [InlineData("wait 0 seconds", null)]
    [InlineData(null, null)]
    public void Find_Words_IsThePauseTheyName(string? text, int? seconds) =>
        Assert.Equal(seconds is { } s ? TimeSpan.FromSeconds(s) : null, RequestedPause.Find(text));
}
