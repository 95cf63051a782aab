namespace EmailConsole.Delivery.Advice.Tables;

/// <summary>Replies that ask for encryption; at a sign-in they are no judgement of the credentials.</summary>
internal static class EncryptionRows
{
    public static readonly AdviceRow[] All =
    [
        new("{host} wants the connection encrypted first.", "Set Encryption to STARTTLS required (or TLS on port 465).") { Texts = ["Must issue a STARTTLS"] },
        new("{host} takes this sign-in over an encrypted connection only.", "Set Encryption to STARTTLS required (or TLS on port 465).") { Replies = [538] },
        new("{host} takes mail over an encrypted connection only.", "Set Encryption to STARTTLS required (or TLS on port 465).") { Codes = ["4.7.0", "5.7.10"], Texts = ["TLS"] },
    ];
}
