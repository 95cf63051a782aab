namespace EmailConsole.Tests.Servers;

/// <summary>What a port of the test Postfix does. All but two offer STARTTLS, and AUTH after it.</summary>
public enum PostfixPort
{
    /// <summary>A trusted certificate for localhost; command lines of 12,288 characters, as at Exchange Online.</summary>
    Submission,

    /// <summary>As <see cref="Submission"/> with Postfix's stock limit of 2,048 characters a line.</summary>
    StockLineLimit,

    /// <summary>TLS from the first byte.</summary>
    ImplicitTls,

    /// <summary>Offers AUTH LOGIN alone.</summary>
    LoginOnly,

    /// <summary>A certificate by the same authority for another host.</summary>
    OtherName,

    /// <summary>A certificate that expired yesterday.</summary>
    Expired,

    /// <summary>A certificate that it signed itself.</summary>
    SelfSigned,

    /// <summary>Neither STARTTLS nor AUTH.</summary>
    ClearText,

    /// <summary>Refuses to talk without STARTTLS.</summary>
    StartTlsOnly,

    /// <summary>Takes messages of up to 1,000 bytes.</summary>
    SmallMessages,
}
