namespace EmailConsole.Delivery.Advice.Tables;

/// <summary>Replies that ask for encryption, and STARTTLS that fails; at a sign-in they are no judgement of the credentials.</summary>
internal static class EncryptionRows
{
    private const string Wanted =
        @"must issue (a |the )?starttls|starttls (is )?(required|needed|first|before)|(use|issue|send|need|require\w{0,30}) (a |the )?starttls"
        + @"|\b(ssl|tls|encrypt\w{0,30})( connection| session)? (is |are )?(required|needed|mandatory|necessary)"
        + @"|(requir\w{1,30}|need\w{0,30}|wants?|must (use|have|be)|please use|only (via|over|with)) .{0,30}\b(ssl|tls|encrypt\w{0,30}|secure connection)"
        + @"|without .{0,20}\b(ssl|tls|encrypt\w{0,30})|(un|not )encrypted|(clear|plain) ?text .{0,30}(not |disallow|disabl|refus|forbid)|insecure connection";

    public static readonly AdviceRow[] All =
    [
        new("{host} offers STARTTLS and then cannot do it{text}. Usually its certificate or its key cannot be read.",
            "Ask the server's operator to look at its certificate and key; its log says what is wrong.")
        {
            Stages = [DeliveryStage.Encrypt], Class = 4, More = "If the server has TLS from the first byte, {ask:tls} and {ask:port465}.", Lasts = true,
        },
        new("{host} lists STARTTLS and then refuses it{text}.", "Ask the server's operator whether STARTTLS works on port {port}.")
        {
            Stages = [DeliveryStage.Encrypt], Class = 5, More = "If the server has TLS from the first byte, {ask:tls} and {ask:port465}.",
        },
        Row("{host} takes mail and sign-ins over an encrypted connection only.", "{ask:encrypt}.") with { Words = Wanted },
        Row("{host} takes this sign-in over an encrypted connection only.", "{ask:encrypt}.") with { Replies = [538] },
        Row("{host} takes mail over an encrypted connection only.", "{ask:encrypt}.") with { Codes = ["7.10", "7.11"] },
        Row("{host} says that the connection is not encrypted, though it is: something between this server and it ends the encryption, or the next server on the way has none{text}",
            "Ask the server's operator; a proxy or a firewall in between may be in the way.")
            with { Words = Wanted, Stages = AfterEncryption },
        Row("{host} does not take the encryption of this connection{text}", "Ask the server's operator what it wants: a newer version of TLS, a certificate of the client.")
            with { Codes = ["7.10", "7.11"], Stages = AfterEncryption },
    ];

    private static DeliveryStage[] AfterEncryption => [DeliveryStage.Authenticate, DeliveryStage.Sender, DeliveryStage.Recipient, DeliveryStage.Content];

    private static AdviceRow Row(string cause, string cure) => new(cause, cure) { Lasts = true };
}
