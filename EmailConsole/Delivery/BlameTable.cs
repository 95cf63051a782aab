namespace EmailConsole.Delivery;

/// <summary>
/// Whose fault a failure is, said once. What is no reply is judged by its kind; a reply by stage, class, enhanced code and
/// words. The first row that matches counts, so the particular ones stand above the general ones.
/// </summary>
/// <remarks>
/// Where the words do not say more, a refusal from MAIL on is the sender's, the recipient's or the message's: one mistyped
/// address must not slow down everybody who shares the server.
/// </remarks>
internal static class BlameTable
{
    private const DeliveryStage Greeting = DeliveryStage.Greeting;
    private const DeliveryStage Encrypt = DeliveryStage.Encrypt;
    private const DeliveryStage Authenticate = DeliveryStage.Authenticate;
    private const DeliveryStage Sender = DeliveryStage.Sender;
    private const DeliveryStage Recipient = DeliveryStage.Recipient;
    private const DeliveryStage Content = DeliveryStage.Content;

    private static readonly string[] Greylisted = ["greylist", "graylist", "grey list", "gray list", "grey-list", "postgrey"];

    private static readonly string[] TooManyConnections =
    [
        "concurrent", "too many connections", "connections from", "connection limit", "connection rate", "simultaneous", "thread limit",
        "sessions from",
    ];

    /// <summary>They leave no doubt, whatever else is named: whose address is counted, or from whom the mail came.</summary>
    private static readonly string[] TooMuch =
    [
        "too many connections", "too many concurrent", "too many simultaneous", "connection limit", "connection rate", "rate limit", "ratelimit",
        "rate-limit", "sending rate", "message rate", "unusual rate", "unusual sending", "throttl", "slow down", "too fast", "too frequent",
        "too many message", "too many email", "too many mail", "too much mail", "too many request", "too many recipients from", "frequency limit",
    ];

    private static readonly string[] AsksForLess =
    [
        .. TooManyConnections, .. TooMuch, "sending limit", "sending quota", "message quota", "daily user sending", "daily limit", "daily quota",
        "hourly limit", "per hour", "per day", "per minute", "limit exceeded", "exceeded the limit", "exceeded its limit",
        "quota exceeded for sender", "your quota", "exceeded your", "send limit", "account limit", "recipient limit", "submission quota", "频率", "发信频率", "too busy",
        "system busy", "server busy",
    ];

    private static readonly string[] OfSender =
    [
        "sender address", "sender verify", "sender domain", "sender identity", "sender rejected", "sender not", "sender is not", "sender denied",
        "sender refused", "as this sender", "send as", "sendas", "from address", "from header", "header from", "mail from", "envelope from",
        "return path", "return-path", "return address", "not owned by", "not verified", "unverified", "verified sender", "verify your domain",
        "from' address", "from\" address", "from\" header", "from/sender", "sender's address", "sender signature", "unconfigured sending domain", "on behalf",
        "spoof", "spf ", "spf)", "spf record", "dkim", "dmarc", "发件人", "发信地址",
    ];

    /// <summary>Nobody's mail passes but the account's, or that of whom the server knows: it is not the recipient that is wrong.</summary>
    private static readonly string[] OfRelay =
    [
        "relay access", "relaying", "relay denied", "relay is denied", "relay not", "relay prohibited", "relay rejected", "to relay", "not relay",
        "open relay", "denies relay", "as a relay", "forwarding denied", "rcpthosts",
    ];

    private static readonly string[] OfAddress =
    [
        "client host", "your ip", "your server", "your network", "reverse dns", "reverse hostname", "ptr record", "helo command", "invalid helo",
        "not allowed to connect", "sending ip", "from this ip", "ip you're using", "ip name lookup", "dns ptr",
    ];

    /// <summary>What may as well be said of something that stands in a message.</summary>
    private static readonly string[] OfAnyAddress = ["ip address", "your host", "reverse lookup", "rdns", "helo name", "ehlo name", "helo/ehlo"];

    private static readonly string[] OfBlockList = ["blocked using", "poor reputation", "bad reputation", "block list", "blocklist", "blacklist", "dnsbl", "spamhaus", "spamcop", "barracuda"];

    private static readonly string[] OfEncryption =
        ["starttls", "must be encrypted", "encryption required", "encryption needed", "requires encryption", "requires tls", "tls required", "tls is required"];

    private static readonly string[] OfNextServer = ["next hop", "recipient requires", "recipient's server", "remote server", "destination"];

    private static readonly string[] OfSignIn =
    [
        "authentication required", "authentication is required", "authentication needed", "must authenticate", "must be authenticated",
        "not authenticated", "unauthenticated", "authenticate first", "please authenticate", "log in first", "login required", "auth required",
        "auth first", "auth command first", "basic authentication", "requires authentication", "smtp authentication",
        "account is not allowed to send", "for this account is disabled",
    ];

    /// <summary>They leave no doubt, whoever else is named.</summary>
    private static readonly string[] NotSignedIn = ["not logged in", "must log in"];

    private static readonly string[] GoingDown =
        ["not available", "unavailable", "shutting down", "going down", "maintenance", "restarting", "insufficient system", "system resources", "out of disk"];

    private static readonly string[] OfRecipient =
        ["recipient", "the user", "this user", "user unknown", "unknown user", "no such user", "mailbox", "addressee", "收件人", "收信人"];

    private static readonly Row[] Rows =
    [
        // Before MAIL the server knows nothing of a message
        new(Blame.Throttle, Greeting, Authenticate) { Words = TooManyConnections },
        new(Blame.Throttle, Authenticate, Authenticate) { Replies = [432] },
        new(Blame.Provider, Authenticate, Authenticate) { Replies = [421], Codes = ["4.3."] },
        new(Blame.Credentials, Authenticate, Authenticate),
        new(Blame.Throttle, Greeting, Encrypt) { Words = AsksForLess },
        new(Blame.Provider, Greeting, Encrypt),

        // What holds for whatever comes next over this connection
        new(Blame.Provider, Sender, Content) { Replies = [538] },
        new(Blame.Provider, Sender, Content) { Codes = ["5.7.10", "5.7.11", "4.7.10", "4.7.11"] },

        // Codes that say it themselves: an address that stands in the words must not count as one of them
        new(Blame.Sender, Sender, Content) { Codes = ["5.7.60", "5.1.7", "5.1.8", "4.1.7", "4.1.8", "5.2.252", "5.7.26", "4.7.26", "5.7.23", "5.7.509"] },
        new(Blame.Sender, Recipient, Recipient) { Codes = ["5.1.0"], Words = OfSender },
        new(Blame.Recipient, Recipient, Recipient) { Codes = ["5.1.", "4.1."] },
        new(Blame.Recipient, Recipient, Content) { Codes = ["5.2.2", "4.2.2"] },
        new(Blame.Message, Sender, Content) { Codes = ["5.3.4", "4.3.4", "5.6.", "4.6."] },
        new(Blame.Throttle, Sender, Content) { Codes = ["5.4.5", "4.4.5", "4.7.28", "5.7.28", "5.7.705"] },

        new(Blame.Provider, Sender, Content) { Words = OfEncryption, Without = OfNextServer },
        new(Blame.Recipient, Recipient, Content) { Words = ["resolver.rst."] },
        new(Blame.Sender, Content, Content) { Replies = [530], Words = OfSender },
        new(Blame.Credentials, Sender, Content) { Replies = [530, 535] },
        new(Blame.Credentials, Sender, Content) { Codes = ["5.7.57", "5.7.30", "5.7.139"] },
        new(Blame.Recipient, Recipient, Recipient) { Words = Greylisted },
        new(Blame.Sender, Sender, Content) { Words = Greylisted },
        new(Blame.Recipient, Recipient, Recipient) { Codes = ["4.2."], Words = OfRecipient },
        new(Blame.Throttle, Sender, Content) { Replies = [421, 432, 450, 451, 452, 454], Words = TooMuch },
        new(Blame.Message, Sender, Content) { Words = ["message size exceeds", "duplicate header"] },
        new(Blame.Provider, Sender, Content) { Words = OfAddress },
        new(Blame.Provider, Sender, Recipient) { Words = OfAnyAddress },
        new(Blame.Provider, Sender, Recipient) { Words = OfBlockList },
        new(Blame.Throttle, Sender, Content) { Words = TooMuch },

        // The sender's own address, domain and account
        new(Blame.Credentials, Sender, Content) { Words = NotSignedIn },
        new(Blame.Sender, Sender, Content) { Words = OfSender },
        new(Blame.Sender, Sender, Content) { Words = OfRelay },

        // Limits; of the recipient's mailbox they are the recipient's
        new(Blame.Recipient, Recipient, Recipient) { Codes = ["5.2."], Words = OfRecipient },
        new(Blame.Throttle, Sender, Content) { Words = AsksForLess },
        new(Blame.Throttle, Sender, Content) { Replies = [432] },
        new(Blame.Credentials, Sender, Content) { Words = OfSignIn },
        new(Blame.Throttle, Content, Content) { Codes = ["5.2.0"], Words = ["quota", "limit"] },

        // The server's own trouble
        new(Blame.Provider, Sender, Content) { Codes = ["4.3.1"] },
        new(Blame.Provider, Sender, Content) { Replies = [421], Codes = ["4.3."] },
        new(Blame.Provider, Sender, Content) { Replies = [421], Words = GoingDown },
        new(Blame.Throttle, Sender, Content) { Replies = [421] },
        new(Blame.Provider, Sender, Sender) { Replies = [500, 502, 503] },
        new(Blame.Provider, Content, Content) { Replies = [503] },
        new(Blame.Provider, Sender, Sender) { Codes = ["4.3.", "5.3.0", "5.3.2", "5.3.5"] },
        new(Blame.Throttle, Sender, Sender) { Replies = [450, 454] },
        new(Blame.Provider, Content, Content) { Codes = ["4.3.0", "4.3.2", "4.3.5"] },

        new(Blame.Sender, Sender, Sender),
        new(Blame.Recipient, Recipient, Recipient),
        new(Blame.Recipient, Content, Content) { Codes = ["5.1.", "4.1.", "5.4."] },
        new(Blame.Recipient, Content, Content) { Words = ["message expired", "loop detected"] },
        new(Blame.Message, Content, Content),
    ];

    /// <param name="kind">The class of the failure.</param>
    /// <param name="stage">Where it happened.</param>
    /// <param name="replyCode">The SMTP reply code; null: there was no reply.</param>
    /// <param name="enhancedCode">The enhanced status code of the reply.</param>
    /// <param name="text">The reply's words, without addresses (<see cref="Replies.ReplyWords"/>).</param>
    public static Blame Of(DeliveryFailureKind kind, DeliveryStage stage, int? replyCode, string? enhancedCode, string? text) => kind switch
    {
        DeliveryFailureKind.Cancelled or DeliveryFailureKind.InternalError => Blame.Ours,
        DeliveryFailureKind.InvalidMessage or DeliveryFailureKind.MessageTooLarge or DeliveryFailureKind.SmtpUtf8NotOffered
            or DeliveryFailureKind.EightBitMimeNotOffered => Blame.Message,
        DeliveryFailureKind.SecretUnreadable or DeliveryFailureKind.TokenRefused or DeliveryFailureKind.AuthenticationNotOffered => Blame.Credentials,
        _ when replyCode is { } code => Array.Find(Rows, row => row.Matches(stage, code, enhancedCode, text ?? ""))?.Blame ?? Blame.Provider,
        _ => Blame.Provider,
    };

    /// <param name="Blame">The answer.</param>
    /// <param name="From">The first stage it is about.</param>
    /// <param name="To">The last.</param>
    private sealed record Row(Blame Blame, DeliveryStage From, DeliveryStage To)
    {
        public int[] Replies { get; init; } = [];

        /// <summary>Enhanced status codes; one that ends with a dot is the beginning of several.</summary>
        public string[] Codes { get; init; } = [];

        /// <summary>One of them stands in the reply.</summary>
        public string[] Words { get; init; } = [];

        /// <summary>None of them stands in the reply.</summary>
        public string[] Without { get; init; } = [];

        public bool Matches(DeliveryStage stage, int reply, string? enhanced, string text) =>
            stage >= From && stage <= To
            && (Replies.Length == 0 || Replies.Contains(reply))
            && (Codes.Length == 0 || Array.Exists(Codes, code => code.EndsWith('.')
                ? enhanced?.StartsWith(code, StringComparison.Ordinal) == true
                : enhanced == code))
            && (Words.Length == 0 || Array.Exists(Words, word => text.Contains(word, StringComparison.OrdinalIgnoreCase)))
            && !Array.Exists(Without, word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
    }
}
