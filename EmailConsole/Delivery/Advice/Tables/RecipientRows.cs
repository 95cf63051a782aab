namespace EmailConsole.Delivery.Advice.Tables;

/// <summary>Replies that blame the recipient; a refusal at its stage alone does not.</summary>
internal static class RecipientRows
{
    private static readonly DeliveryStage[] OfMessage = [DeliveryStage.Recipient, DeliveryStage.Content];

    private const string NoSuchDomain = "The domain of the recipient's address does not exist or takes no mail.";
    private const string DomainCure = "Look for typing errors in the part of the recipient's address after the @.";
    private const string NoSuchUser = "The recipient's address does not exist at {host}, or takes no mail any more.";
    private const string UserCure = "Look for typing errors in the recipient's address.";

    public static readonly AdviceRow[] ByWords =
    [
        new("{host} waits before it takes mail from senders it does not know yet (greylisting).") { Class = 4, Words = @"gr[ea]y ?-?list" },
        new(NoSuchUser, UserCure) { Codes = ["5.4.1"], Words = "recipient address rejected", Stages = OfMessage },
        new("{host} gave up on passing the message on to the recipient's server{text}", "Ask the recipient for another address, or the server's operator why the next server cannot be reached.")
        {
            Codes = ["4.1", "4.2", "4.3", "4.6", "4.7", "4.316", "4.312", "4.310", "4.317"], Stages = OfMessage,
        },
        new("{host} gave up on passing the message on to the recipient's server{text}", "Ask the recipient for another address, or the server's operator why the next server cannot be reached.")
        {
            Words = @"message expired|queue\.expired|unable to deliver|delivery (time|expired)|no route|too many hops|loop", Stages = OfMessage,
        },
        new("The recipient does not want this mail{text}", "Ask the recipient to allow {from}, or use another address of theirs.")
        {
            Words = @"recipient preferences|recipient\b.{0,40}(refus|block|reject.{0,10}by|restrict|not accept|not want|suppress|unsubscrib|opted)|inactive recipient|badrcptto|(blocked|rejected|refused) by .{0,20}(recipient|user)|suppress(ed|ion)|delivery restricted|not accepting (mail|messages)|restricted by", Stages = OfMessage,
        },
        new(NoSuchDomain, DomainCure)
        {
            Words = @"(domain|host|mx)\b.{0,40}(not found|unknown|does ?n.t exist|does not exist|not exist|invalid|unrouteable|no mx|nonexistent)|(invalid|unknown|no such|unrouteable|bad|nonexistent) (domain|host|destination)|null mx|dns (query )?error|no mx\b|host unknown", Stages = OfMessage,
        },
        new(NoSuchDomain, DomainCure) { Codes = ["1.2", "5.4.4"] },
        new(NoSuchUser, UserCure)
        {
            Words = @"\b(user|recipient|mailbox|address|account|alias|member|customer|person|addressee|inbox|subscriber)\b.{0,60}(unknown|not (found|exist\w{0,30}|known|valid|a valid|a registered|registered|on server|here|active|available|recognized|listed)|does ?n.t (exist|have)|does not (exist|have)|invalid|undeliverable|unrouteable|no longer|unavailable|inactive|disabled|deactivated|frozen|suspended|closed|unreachable|expired)"
                + @"|(unknown|no such|invalid|bad|non-?existent|unrouteable|inactive|disabled|undeliverable|not a valid|not a registered) .{0,12}(user|recipient|mailbox|address|account|local|person|gateway)|no mailbox|not our (user|customer)|no longer valid|RecipNotFound|RecipientNotFound|user not exist|this user does|unbekannt|inconnu|desconocid|n'existe|no existe|不存在|不正确|не найден|несуществ", Stages = OfMessage,
        },
    ];

    public static readonly AdviceRow[] ByCode =
    [
        new("{host} does not take the message for that recipient now, and does not say that the address is wrong{text}") { Class = 4, Codes = ["2.0"], Stages = OfMessage },
        new(NoSuchUser, UserCure) { Codes = ["1.*"], Stages = OfMessage },
        new(NoSuchUser, UserCure) { Codes = ["2.1"], Class = 5, Stages = OfMessage },
        new("The recipient's mailbox does not take this message{text}", "Ask the recipient, or use another address of theirs.") { Codes = ["2.*"], Stages = [DeliveryStage.Recipient] },
    ];
}
