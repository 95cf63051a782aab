namespace EmailConsole.Delivery.Advice.Tables;

/// <summary>What is in the message.</summary>
internal static class ContentRows
{
    private static readonly DeliveryStage[] OfMessage = [DeliveryStage.Recipient, DeliveryStage.Content];

    public static readonly AdviceRow[] All =
    [
        new("A filter of {host} found a virus in the message, or an attachment of a kind that it does not take{text}", "Send without the attachment, or as a link; a compressed one is looked into as well.")
        {
            Words = @"virus|malware|infected|trojan|attachment|executable|file (type|extension)|病毒", Stages = OfMessage,
        },
        new("A content filter of {host} takes the message for spam{text}",
            "Look at subject, text and links of the message as a content filter does, and at SPF and DKIM of the domain of {from}; if it is wrong, tell the server's operator.")
        {
            Words = @"\bspam|\bjunk\b|unsolicited|\bube\b|\bbulk\b|phish|suspicious|DT:SPM|(message|mail|content|body|url|link)s?\b.{0,40}(reject|refus|block|den(y|ied)|not accept|disallow)\w{0,30}|content (filter|reject)|垃圾", Stages = OfMessage,
        },
        new("{host} does not take the form of the message (RFC 5322){text}", "Check the message's own headers and body: the words say which part is meant.")
        {
            Words = @"\bheaders?\b|bare (cr|lf)|rfc ?-?(2822|5322|822|2045)|mime|line (is )?too long|message-id|non-?ascii|malformed|subject", Stages = [DeliveryStage.Content],
        },
        new("{host} does not take the form of the message (RFC 5322){text}", "Check the message's own headers and body: the words say which part is meant.") { Codes = ["6.*"], Stages = OfMessage },
    ];
}
