namespace EmailConsole.Delivery.Advice.Tables;

/// <summary>SPF, DKIM and DMARC: whether the domain's owner lets this mail be sent.</summary>
internal static class AuthenticityRows
{
    private const string Cure =
        "Publish SPF and DKIM records of the domain in From Address that cover the server that sends, aligned with From Address (DMARC).";

    public static readonly AdviceRow[] All =
    [
        new("The headers of the message are malformed, or one that may stand once stands twice{text}",
            "Check the message's own headers; a server on the way that adds some (a signature, a second From) may be at fault.")
        {
            Words = @"duplicate\w{0,30} header|header.{0,30}(duplicate|more than once)|multiple .{0,20}(from|addresses in|headers)|not rfc ?5322|headers? (error|too large|malformed)", Stages = [DeliveryStage.Content],
        },
        new("The domain of {from} passes neither SPF nor DKIM for this server.", Cure) { Codes = ["7.20", "7.21", "7.22", "7.23", "7.24", "7.26", "7.27", "7.30"] },
        new("The receiving side does not find the mail of {from} to be genuine (SPF, DKIM, DMARC){text}", Cure)
        {
            Words = @"\b(spf|dkim|dmarc)\b|sender policy|sender is unauthenticated|authentication (information|checks)|purported responsible|sender ?id (check|fail)|not (permitted|authori[sz]ed) by the domain",
        },
    ];
}
