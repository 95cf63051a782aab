namespace EmailConsole.Accounts.ApiKeys;

/// <summary>Where programs hand mail over by SMTP, for the pages that tell how a key is used. A room below answers.</summary>
public interface ISmtpEntrance
{
    /// <summary>As it is at this moment, at this node.</summary>
    SmtpEntrance Find();

    /// <summary>What From of a tenant's messages may be.</summary>
    /// <returns>Null: nothing could send them.</returns>
    ValueTask<SmtpSender?> FindSenderAsync(Guid tenantId, CancellationToken cancellationToken);
}

/// <param name="HostName">The name that programs connect to.</param>
/// <param name="TlsPort">With TLS from the start; null: closed.</param>
/// <param name="StartTlsPort">With STARTTLS; null: closed.</param>
/// <param name="LoopbackPort">On the console's machine alone, without TLS; null: closed.</param>
/// <param name="Troubles">Why ports are closed that could be open.</param>
public sealed record SmtpEntrance(string HostName, int? TlsPort, int? StartTlsPort, int? LoopbackPort, IReadOnlyList<SmtpTrouble> Troubles);

/// <param name="What">What is the matter, in a sentence for anybody.</param>
/// <param name="Remedy">What whoever runs the console does about it.</param>
public sealed record SmtpTrouble(string What, string Remedy);

/// <param name="From">The From Address of the provider in force, which may always stand there.</param>
/// <param name="Others">What becomes of another one, in a sentence.</param>
public sealed record SmtpSender(string From, string Others);

/// <summary>What is filled in where a program is set up.</summary>
/// <param name="Smtp">Null: nothing takes mail by SMTP.</param>
/// <param name="Sender">Null: there is no provider that could send.</param>
public sealed record KeyEntrance(SmtpEntrance? Smtp, SmtpSender? Sender);
