namespace EmailConsole.Delivery.Advice.Tables;

/// <summary>What servers hold against this server: the name it greets with, the name of its address, the address itself.</summary>
internal static class ClientRows
{
    private const string EhloCause = "{host} refused the name in EHLO: it wants an ASCII, fully qualified domain name that DNS knows.";
    private const string EhloConsole = "Set Delivery:EhloName in appsettings.json to this machine's own domain name in DNS, such as mail.foo.com.";

    /// <summary>The names: nothing else that is said beside them matters more.</summary>
    public static readonly AdviceRow[] Names =
    [
        new(EhloCause) { Console = EhloConsole, Words = @"\b(ehlo|helo)\b|helohost", Lasts = true },
        new(EhloCause) { Console = EhloConsole, Codes = ["5.5.4"], Replies = [501], Stages = [DeliveryStage.Greeting], Lasts = true },
        new(EhloCause) { Console = EhloConsole, Replies = [501, 504, 550, 553], Words = "invalid domain name|hostname", Stages = [DeliveryStage.Greeting], Lasts = true },
        new("{host} does not find this server's name by its IP address: the reverse DNS record (PTR) is missing or leads nowhere.",
            "Send through a provider's server, which has such a record.")
        {
            Console = "Have a PTR record made for this machine's public IP address, naming a host whose own address is that one; whoever gives the address (the cloud or line provider) makes it.",
            Words = @"\bptr\b|reverse (dns|look|host|record|name|map|ip)|\brdns\b|(cannot|can't|could not|unable to) find your (reverse )?host|ip name lookup|no reverse|name lookup failed|client host ?name|fcrdns", Lasts = true,
        },
        new("{host} does not find this server's name by its IP address: the reverse DNS record (PTR) is missing or leads nowhere.",
            "Send through a provider's server, which has such a record.")
        {
            Console = "Have a PTR record made for this machine's public IP address, naming a host whose own address is that one; whoever gives the address (the cloud or line provider) makes it.",
            Codes = ["7.25"], Lasts = true,
        },
    ];

    /// <summary>The address: on a list, without a good name, or not one that may send there.</summary>
    public static readonly AdviceRow[] Addresses =
    [
        new("{host} does not take mail from this server's IP address: it is not one of those that may send there.",
            "Have the public IP address of this console registered with {host}, or send through a server where you have an account.")
        {
            Console = "Say which public IP address mail leaves from; if it could send before, see whether block lists name it.",
            Words = @"\bip\b.{0,80}not (allowed|authori[sz]ed|permitted|registered|in)|unauthori[sz]ed ip|client host rejected: access denied|not authori[sz]ed to (connect|send email directly)", More = "If it has accounts, {ask:signin}.",
        },
        new("{host} does not take the message: a link or a domain named in it is on a block list{text}",
            "Look the domains of its links up on the list that the words name. Leave them out of the message, or have them taken off.")
        {
            Words = @"\b(urls?|uris?|links?)\b.{0,60}(listed|block|black|reputation)|\b(dbl|surbl|uribl)\b", Stages = [DeliveryStage.Content], Lasts = true,
        },
        new("{host} does not take mail from this server's IP address: it is on a block list, or has a poor reputation{text}",
            "Until it is taken off, send through a provider's server.")
        {
            Console = "Look up this machine's public IP address on the list that the words name and ask to be taken off; find out what was sent from it.",
            Words = @"(block|black|deny|rbl|reputation) ?-?list|black ?listed|\bdns?bl\b|\brbl\b|spamhaus|spamcop|sorbs|barracudacentral|cloudmark|\bcdrbl\b|blocked (using|by|for)|listed (at|in|by|on)\b"
                + @"|\breputation\b|user complaints|\b(dynamic|residential) (ip|addr)|adresse ip|ip source"
                + @"|\b(ip|ips|host|client|server|network|connections?)\b.{0,50}\b(block|banned|ban|denied|refus|reject|blacklist|not accepted|spam)\w{0,30}|\b(block|banned|denied|refus|reject)\w{0,30} .{0,30}\b(ip|ips|host)\b|access denied for|banned sending|your access\b|not allowed to connect|intrusion",
        },
        new("{host} does not take mail from this server's IP address: it is on a block list, or has a poor reputation{text}",
            "Until it is taken off, send through a provider's server.")
        {
            Console = "Look up this machine's public IP address on the list that the words name and ask to be taken off; find out what was sent from it.",
            Codes = ["7.606", "7.511", "7.512", "7.513"],
        },
    ];
}
