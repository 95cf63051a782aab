namespace EmailConsole.Delivery.Advice.Tables;

/// <summary>Replies that mean the same at most servers.</summary>
internal static class ReplyRows
{
    public static readonly AdviceRow[] All =
    [
        // Sign-in left out
        new("{host} does not pass mail on for clients it does not know.",
            "Choose an authentication type and sign in, or have the server allow this machine's address and {from}.")
        {
            Replies = [550, 551, 553, 554], Texts = ["relay access denied", "relaying denied", "relay not permitted", "unable to relay", "relaying is not"],
        },
        new("{host} takes no mail before a sign-in.", "Choose the authentication type that the server asks for.")
        {
            Replies = [530], Codes = ["5.7.0", "5.7.1", "5.5.1", "5.7.57"],
        },
        new("{host} takes no mail before a sign-in.", "Choose the authentication type that the server asks for.")
        {
            Replies = [530, 550, 554], Texts = ["authentication required", "authentication is required", "authenticate first"],
        },

        // Sender
        new("{host} does not let {user} send as {from}: the address does not belong to the account.",
            "Set From Address to an address of the account, or sign in with the account that owns {from}.")
        {
            Texts = ["not owned by user", "sender address rejected: not owned", "does not match a verified Sender Identity", "SendAsDenied"],
        },
        new("The domain of {from} passes neither SPF nor DKIM for this server.",
            "Publish SPF and DKIM records of the domain in From Address that cover the server that sends, aligned with From Address.") { Codes = ["5.7.26"] },
        new("{host} refused the name in EHLO: it wants an ASCII, fully qualified domain name.",
            "Set Delivery:EhloName in appsettings.json to this server's domain name, such as mail.foo.com.") { Replies = [501, 504, 550], Texts = ["EHLO", "HELO"] },
        new("{host} refused the name in EHLO: it wants an ASCII, fully qualified domain name.",
            "Set Delivery:EhloName in appsettings.json to this server's domain name, such as mail.foo.com.") { Replies = [501], Codes = ["5.5.4"], Stages = [DeliveryStage.Greeting] },

        // Limits
        new("A rate limit of {host} was reached, of the sender or of the recipient.", "Send more slowly, and try again in some minutes.") { Codes = ["4.2.1"] },
        new("{host} takes fewer recipients in one message.", "Send to fewer recipients at a time.") { Codes = ["4.5.3", "5.5.3"] },
        new("The sending account at {host} has reached its limit.", "Wait, usually up to 24 hours, or raise the account's limit; then resend on the Deliveries page what failed meanwhile.") { Codes = ["5.4.5"] },
        new("The message is larger than {host} takes{detail}.", "Send a smaller message.") { Codes = ["5.3.4"] },
        new("The mailbox is full.", "Empty the mailbox, or write to another.") { Codes = ["5.2.2", "4.2.2"] },
        new("{host} does not want to talk to this server now: because of its IP address's reputation, its rate, or the name in EHLO.",
            "Read the server's words, wait some minutes and try again. If it stays, have the server's public IP address, its reverse DNS and block lists checked.") { Replies = [421], Codes = ["4.7.0"] },

        // Recipient
        new("The recipient's address does not exist at {host}.", "Check the address for typing errors.") { Codes = ["5.1.1", "5.1.10"] },
        new("The domain of the recipient's address does not exist or takes no mail.", "Check the part after the @ for typing errors.") { Codes = ["5.1.2", "4.1.2", "5.4.4"] },

        // 5.7.1 alone says only that a policy did not like it
        new("A policy of {host} refused {stage}{text}",
            "The server's words say which: often a content filter, an IP address that is not registered with the server, or a daily limit of the relay.") { Codes = ["5.7.1"] },
    ];
}
