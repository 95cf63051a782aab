using EmailConsole.EmailProviders.Kinds;

namespace EmailConsole.EmailProviders;

/// <summary>The settings by which a tenant's mail leaves, without its secrets: fit for a page, a log, a comparison.</summary>
public sealed record EmailProviderSettings
{
    /// <summary>With <see cref="ProviderServer.Platform"/> the sender alone is set: everything of the server has its default.</summary>
    public ProviderServer Server { get; init; } = ProviderServer.Own;

    /// <summary>The preset that was chosen (<c>gmail</c>, <c>microsoft365</c> ...); null for a server of one's own.</summary>
    public string? Preset { get; init; }

    /// <summary>A name of <see cref="ProviderKinds.All"/>. All but SMTP have their settings in <see cref="Values"/>.</summary>
    public string Kind { get; init; } = ProviderKinds.Smtp;

    /// <summary>Of a kind other than SMTP.</summary>
    public KindValues Values { get; init; } = KindValues.None;

    /// <summary>A host name (A-labels) or an IP address.</summary>
    public string Host { get; init; } = "";

    /// <summary>1 to 65535.</summary>
    public int Port { get; init; } = 587;

    public SmtpEncryption Encryption { get; init; } = SmtpEncryption.StartTlsRequired;

    /// <summary>A bare RFC 5321 address: From header and envelope sender.</summary>
    public string FromAddress { get; init; } = "";

    public DisplayNameMode DisplayNameMode { get; init; } = DisplayNameMode.LeaveToServer;

    /// <summary>Set only with <see cref="EmailProviders.DisplayNameMode.Name"/>.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Bare addresses, comma separated; null: no Reply-To header.</summary>
    public string? ReplyTo { get; init; }

    public AuthenticationType AuthenticationType { get; init; } = AuthenticationType.Basic;

    /// <summary>Basic; and of a provider in force with client credentials, who signs in where that is not the From Address.</summary>
    public string? Username { get; init; }

    /// <summary>Client credentials only.</summary>
    public string? ClientId { get; init; }

    /// <summary>Client credentials only; an absolute https address.</summary>
    public string? TokenEndpoint { get; init; }

    /// <summary>Client credentials only; separated by spaces.</summary>
    public string? Scopes { get; init; }

    /// <summary>Connections open to the server at a time; null: the sender's default.</summary>
    public int? MaxConnections { get; init; }

    /// <summary>Messages handed to the server within a minute, at most; null: no limit.</summary>
    public int? MessagesPerMinute { get; init; }

    /// <summary>Messages sent over one connection before it is closed; null: the sender's default.</summary>
    public int? MessagesPerConnection { get; init; }

    /// <summary>The super tenant's provider as it is, its sender included: an entry of a route alone, and only its last.</summary>
    public bool IsPlatformItself => Server == ProviderServer.Platform && FromAddress.Length == 0;

    /// <summary>Who signs in at the server; null: nobody.</summary>
    public string? SignInName => AuthenticationType switch
    {
        _ when Kind != ProviderKinds.Smtp => null,
        AuthenticationType.Basic => Username,
        AuthenticationType.ClientCredential => Server == ProviderServer.Platform ? Username : FromAddress,
        _ => null,
    };

    /// <summary>This sender over the server, the account and the limits of other settings.</summary>
    public EmailProviderSettings SentThrough(EmailProviderSettings platform) =>
        (platform with { Server = ProviderServer.Platform, Username = platform.SignInName }).Take(this, field => field.Part == FieldPart.Sender);

    /// <summary>What recipients see of it.</summary>
    public EmailProviderSettings SenderAlone() => new EmailProviderSettings().Take(this, field => field.Part == FieldPart.Sender);
}
