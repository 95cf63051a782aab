namespace EmailConsole.Delivery.Advice.Tables;

/// <summary>Too much, too large, too fast, too many; and what is full.</summary>
internal static class LimitRows
{
    private const string WaitADay = "Wait, usually up to 24 hours, or have the account's limit raised; then resend on the Deliveries page what failed meanwhile.";

    public static readonly AdviceRow[] All =
    [
        new("The mailbox is full.", "Empty the mailbox, or write to another.") { Codes = ["2.2"] },
        TooLarge with { Codes = ["5.3.4", "5.2.3"] },
        TooLarge with
        {
            Words = @"(message|mail|email|attachment|content|data|size|length)\b.{0,40}(too (large|big|long)|exceed\w{0,30} .{0,40}(size|length|limit|maximum|policy)|larger than|over .{0,10}limit)|(size|length) (limit )?exceed|exceed\w{0,30} .{0,20}(message|mail) ?size|maximum (message|mail) ?size",
            Stages = [DeliveryStage.Sender, DeliveryStage.Content, DeliveryStage.Recipient], Replies = [452, 523, 550, 552, 554],
        },
        new("{host} takes no more connections from this account or address for now.", "Lower the number of connections: {ask:connections}. Other programs that use the account count too.")
        {
            Words = Connections,
        },
        new("{host} takes no more connections from this account or address for now.", "Other programs that use the account count too: lower their number of connections.")
        {
            Words = Connections,
        },
        new("The sending account at {host} has reached its limit.", WaitADay)
        {
            Words = @"\b(you|you've|sender) (have |has )?exceeded|exceeded your|(sending|daily|hourly|monthly|outgoing|outbound) (mail |email |message )?(quota|limit)",
        },
        new("The mailbox is full.", "Empty the mailbox, or write to another.")
        {
            Words = @"mailbox\b.{0,40}(full|quota|limit|over|space)|inbox\b.{0,30}(full|out of|storage)|over ?quota\b|(user|recipient|customer|account|mailbox)\b.{0,30}(over|exceed\w{0,30}|out of|reached) .{0,20}(quota|storage|space)|out of storage|not enough (disk )?space|(disk|storage) (quota|allocation)|mail(box)? ?drop|容量|空间不足|已满",
            Stages = [DeliveryStage.Recipient, DeliveryStage.Content],
        },
        new("{host} takes fewer recipients in one message.", "Send to fewer recipients at a time.") { Codes = ["5.3"], Replies = [451, 452, 501, 503, 550, 552, 554] },
        new("The sending account at {host} has reached its limit.", WaitADay)
        {
            Words = @"(sending|send|daily|hourly|monthly|outgoing|outbound|message|mail|email|messages|relay) ?(sending |smtp |message |mail |recipient )?(quota|limit|allowance)|(quota|limit)\w{0,30} .{0,30}(exceed|reach|hit|used)|(exceed|reach)\w{0,30} .{0,60}(quota|limit|allow|maximum|threshold)|out of (credits|quota)|max(imum)? (defers|emails|messages)|(too many|number of) .{0,20}(messages|mails|emails|recipients).{0,30}(hour|day|minute|today|sent|month)|unusual (sending|rate|activity|volume|amount)",
        },
        new("{host} takes fewer recipients in one message.", "Send to fewer recipients at a time.")
        {
            Words = "too many recipients|(number|maximum|max) (of )?recipients|recipients? (limit|count)|recipients per (message|mail|session)|rcpt numbers",
        },
        new("The sending account at {host} has reached its limit.", WaitADay) { Codes = ["4.5", "4.6"], Words = "quota|limit|unusual" },
        new("The sending account at {host} has reached its limit.", WaitADay) { Codes = ["5.4.5"] },
        new("A rate limit of {host} was reached, of the sender or of the recipient.", "Send more slowly, and wait some minutes before the next try.")
        {
            Words = @"\brate\b|too (fast|quick\w{0,30}|frequent\w{0,30}|often)|throttl|slow down|frequency|频率|volume|too many (messages|mails|emails|same|recipients|requests|commands|errors|unknown)|(messages|mails|connections) per (second|minute|hour)",
        },
        new("A rate limit of {host} was reached, of the sender or of the recipient.", "Send more slowly, and wait some minutes before the next try.") { Codes = ["4.2.1"] },
        new("{host} has no room for the message: its disk or memory is short.", "Ask the server's operator to make room, if it stays so.")
        {
            Words = @"insufficient (system )?(storage|resources|disk|space)|(disk|queue|file ?system|storage)\b.{0,20}(full|space)|out of (memory|disk|space)|space shortage|no (disk )?space|system (storage|resources)", Stages = OfMessage,
        },
        new("{host} has no room for the message: its disk or memory is short.", "Ask the server's operator to make room, if it stays so.") { Codes = ["3.1"] },
        new("The sending account {user} at {host} is suspended, blocked or not activated.", "Sign in to the service in a browser and see what it wants, or ask the server's operator.")
        {
            Words = @"(account|sending|message sending|service|domain|subscription|your \w{1,30})\b[^.]{0,60}(suspend|disabl|deactivat|on hold|paused|restricted|not (yet )?activated|bad standing|terminated|\blocked|not allowed to send)|sending (has been|is) |not allowed to send: |outgoing mail .{0,30}(suspend|block|disabl)", Stages = [DeliveryStage.Greeting, DeliveryStage.Sender],
        },
        new("The sending account {user} at {host} is suspended, blocked or not activated.", "Sign in to the service in a browser and see what it wants, or ask the server's operator.")
        {
            Words = @"(your|sending|sender'?s?) (account|domain|service|user)\b[^.]{0,60}(suspend|disabl|deactivat|block|on hold|paused|restricted|not (yet )?activated|terminated|\blocked)|message sending for this account|outgoing mail .{0,30}(suspend|block|disabl)|not allowed to send: ", Stages = [DeliveryStage.Recipient, DeliveryStage.Content],
        },
    ];

    private const string Connections = @"too many .{0,30}(connections|sessions)|concurrent .{0,30}(connections?|sessions?|limit)|connections?\b.{0,20}(limit|count)|(maximum|max) .{0,30}(connections|sessions)|simultaneous";

    private static DeliveryStage[] OfMessage => [DeliveryStage.Greeting, DeliveryStage.Sender, DeliveryStage.Recipient, DeliveryStage.Content];

    private static AdviceRow TooLarge => new("The message is larger than {host} takes{detail}.", "Send a smaller message.") { Lasts = true };
}
