namespace EmailConsole.Delivery.Advice.Tables;

/// <summary>Replies about who the mail is from, at whatever stage they are given.</summary>
internal static class SenderRows
{
    private const string NotVerified =
        @"verified sender|sender identity|sender signature|unverified (sender|domain|email|from)|(domain|sender|address|identity|from)\b.{0,60}(not|n't|never|un)[ -]?(been |yet ){0,2}(verified|validated|confirmed|authenticated)"
        + @"|verify .{0,30}(domain|sender|identity|email)|unconfigured sending domain|sandbox (sub)?domain|sender is unvalidated|sender.{0,20}not (valid|active)\b";

    private const string NotTheAccounts =
        @"not owned by|(must|should|has to|needs? to) (be )?(the )?(equal|match|same|identical)|same as (the )?auth|not the same|relaying (disallowed|denied|not allowed) as"
        + @"|send ?as ?denied|send (mail |email |messages? )?(as|on behalf)|(not|n't|never) (been )?(allowed|permitted|authori[sz]ed|entitled|able|have permissions?) to (send|use|relay) .{0,60}\b(from|as|sender|behalf|address)\b|(unauthori[sz]ed|not authori[sz]ed) .{0,20}(sender|from)\b"
        + @"|(sender|from)\b.{0,60}(not (allowed|permitted|authori[sz]ed|match\w{0,30}|accepted|owned|logged|belong\w{0,30})|mismatch|(does ?n.t|does not|must) (match|belong|correspond))|mismatch.{0,40}(from|sender|auth)"
        + @"|(mail|address) .{0,20}(does ?n.t|does not|not) match|spoof|forged|impersonat|different from .{0,30}(auth|log ?in|user)|""?from""? header is (missing|invalid)|(发件人|发信人).{0,20}(不|拒|必须)|mail address invalid";

    private const string Whose = "{host} does not let {sendas}: the address does not belong to the account.";

    /// <summary>From Address and account do not go together.</summary>
    public static readonly AdviceRow[] Identity =
    [
        new("{host} does not let anybody send as {from} without a sign-in.", "{ask:signin} with the account that owns {from}.") { Words = NotTheAccounts },
        new("The service behind {host} does not know {from} as a verified sender of this account.",
            "Verify the address or its domain in the service (SendGrid: Settings, Sender Authentication; Postmark: Sender Signatures; Mailgun, Brevo, Mailjet, SparkPost, Resend: Domains or Senders), or write a verified one into From Address.")
        {
            Words = NotVerified,
        },
        new(Whose, "{ask:from}, or have {from} added to that account, as an alias or as an address that it may send as.") { Words = NotTheAccounts },
        new(Whose, "Use an address of the account as From Address, or have {from} added to the account {user}.") { Words = NotTheAccounts },
    ];

    /// <summary>The address itself is not good enough.</summary>
    public static readonly AdviceRow[] Address =
    [
        Bad with
        {
            Words = @"domain of sender|(sender|from|return.path|envelope|originator)\b.{0,60}(domain|host).{0,40}(not|n't|un|invalid|no )|(sender|from|return.path)\b.{0,60}(does ?n.t|does not|not) (exist|resolve)|(invalid|bad|unknown|unresolvable|malformed) (sender|from|return.path|envelope)"
                + @"|sender\b.{0,40}(unknown|invalid|not exist|not found|verif|undeliverable|syntax)|(verif|resolve)\w{0,30} .{0,20}sender|sender domain|sender must|mail from invalid|null sender",
        },
        Bad with { Codes = ["1.7", "1.8"] },
        Bad with { Replies = [501, 553, 555], Stages = [DeliveryStage.Sender], Words = "syntax|malformed|invalid|bad|literal|domain" },
    ];

    /// <summary>Somebody does not want mail from that address.</summary>
    public static readonly AdviceRow[] Refused =
    [
        Bad with { Codes = ["1.*"], Stages = [DeliveryStage.Sender], Words = "domain|exist|resolve|syntax|invalid|dns" },
        new("{host} refuses the sender {from}{text}",
            "Ask the server's operator why From Address is refused: whether the account may use it, and whether the address or its domain is blocked there.")
        {
            Words = @"sender\b.{0,60}(block|black|reject|refus|den(y|ied)|banned|not accept)|(block|reject|refus|den(y|ied))\w{0,30} .{0,20}sender|denies the sender|mail from .{0,60}(reject|refus|block|den)",
        },
        new("{host} refuses the sender {from}{text}",
            "Ask the server's operator why From Address is refused: whether the account may use it, and whether the address or its domain is blocked there.")
        {
            Stages = [DeliveryStage.Sender], Class = 5, Codes = ["1.*", "7.0", "7.1"],
        },
    ];

    private static AdviceRow Bad => new("{host} does not take {from} as a sender: the address or its domain does not exist in its eyes, or is not well formed{text}",
        "Look for typing errors in From Address, and see that its domain has MX or address records in DNS.")
    { Lasts = true };
}
