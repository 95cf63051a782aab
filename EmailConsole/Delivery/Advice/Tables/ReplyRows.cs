namespace EmailConsole.Delivery.Advice.Tables;

/// <summary>What is left to be known from code and stage alone. At most servers it means the same.</summary>
internal static class ReplyRows
{
    private static readonly DeliveryStage[] OfMessage = [DeliveryStage.Sender, DeliveryStage.Recipient, DeliveryStage.Content];

    public static readonly AdviceRow[] All =
    [
        new("{host} ends the connection: it is busy or going down{text}", "Ask the server's operator.")
        {
            Replies = [421], Codes = ["3.*"],
        },
        new("{host} does not want to talk to this server now: it is busy, or because of this server's IP address, its rate, or the name in EHLO{text}",
            "If it stays, ask the server's operator what it holds against this console, or send through a provider's server.")
        {
            Console = "Check this machine's public IP address: its reverse DNS record (PTR), and block lists.",
            Replies = [421], Codes = ["7.*"],
        },
        new("{host} does not want to talk to this server now: a policy of it, because of this server's IP address, its rate, or the name in EHLO{text}",
            "If it stays, ask the server's operator what it holds against this console, or send through a provider's server.")
        {
            Console = "Check this machine's public IP address: its reverse DNS record (PTR), and block lists.",
            Replies = [421], Words = "polic|reject|denied|block",
        },
        new("{host} ends the connection: it is busy or going down{text}", "Ask the server's operator.") { Replies = [421] },
        new("{host} says that commands came out of order: a server or a firewall in between that loses commands sent in one group (PIPELINING) behaves so{text}",
            "If it comes back, ask the server's operator what its log says.")
        {
            Console = "{ask:pipelining}, if it comes back.",
            Replies = [503], Stages = OfMessage,
        },
        new("{host} says that commands came out of order{text}", "Ask the server's operator; a firewall in between that rewrites SMTP behaves so.") { Replies = [503] },
        new("{host} does not know a command, or a parameter of it{text}", "Ask the server's operator what it does not take; a firewall in between that rewrites SMTP behaves so.")
        {
            Replies = [500, 502, 504, 555], Stages = [DeliveryStage.Greeting, DeliveryStage.Sender, DeliveryStage.Recipient, DeliveryStage.Content],
        },
        new("{host} does not want to talk to this server{text}",
            "Have the server's operator say why. Check that port {port} takes mail from programs.")
        {
            Console = "Check this machine's public IP address: often it is not allowed there, is on a block list, or has no reverse DNS record (PTR).",
            Stages = [DeliveryStage.Greeting], Class = 5,
        },

        // Temporary, and nothing says of whom
        new("{host} does not take the message now, and gives a temporary reason: a busy server, a look-up that failed, or that it waits before it takes mail from senders it does not know yet{text}") { Class = 4 },

        // 5.7.x alone says only that a policy did not like it
        new("A policy of {host} refused {stage}{text}",
            "The server's words say which: often a content filter, an IP address that is not registered with the server, an account that may not do so, or a limit.") { Codes = ["7.*"] },
        new("A policy of {host} refused {stage}{text}",
            "The server's words say which: often a content filter, an IP address that is not registered with the server, an account that may not do so, or a limit.")
        {
            Words = @"polic(y|ies)|prohibit|not allowed|access denied|administrative", Stages = OfMessage,
        },
        new("{host} could not deal with the message{text}", "Ask the server's operator what its log says of it.") { Codes = ["3.*", "4.*"], Stages = OfMessage },
        new("{host} refused the message after it had seen it, and does not say why{text}",
            "Ask the server's operator what its log says; often it is a content filter or another policy.") { Class = 5, Stages = [DeliveryStage.Content] },
    ];
}
