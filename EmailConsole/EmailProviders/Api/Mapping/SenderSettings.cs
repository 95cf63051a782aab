using EmailConsole.EmailProviders.Kinds;
using EmailConsole.EmailProviders.Validation;

namespace EmailConsole.EmailProviders.Api.Mapping;

/// <summary>Turns a sender into settings, and settings into a sender that says the same.</summary>
internal static class SenderSettings
{
    /// <summary>In the order in which they are compared: the default port follows from the encryption.</summary>
    private static readonly Aspect[] Aspects =
    [
        new(s => s.Server, SenderServer.WriteServer),
        new(s => s.Encryption, SenderServer.WriteEncryption, IsOfServer: true),
        new(s => (s.Host, s.Port), SenderServer.WriteAddress, IsOfServer: true),

        // Where no flag says it, it follows from the port
        new(s => s.Encryption, SenderServer.WriteEncryption, IsOfServer: true),
        new(s => (s.FromAddress, s.DisplayNameMode, s.DisplayName), SenderHeaders.WriteFrom),
        new(s => s.ReplyTo, SenderHeaders.WriteReplyTo),
        new(s => (s.AuthenticationType, s.Username, s.ClientId, s.TokenEndpoint, s.Scopes), SenderAuthentication.Write, IsOfServer: true),
    ];

    /// <summary>What cannot be read comes out such that the validator refuses it, or is found by <see cref="SenderFaults"/>.</summary>
    public static EmailProviderSettings Read(WrittenSender sender, SenderVersion version)
    {
        var settings = SenderHeaders.Read(sender, new EmailProviderSettings());
        return Normalisation.Normalise(SenderKind.Of(sender) is { } kind
            ? SenderKind.Read(kind, sender, settings)
            : SenderAuthentication.Read(sender, version, SenderServer.Read(sender, version, settings)));
    }

    /// <summary>
    /// The sender in the words of the script that wrote it, where they still hold: what was changed since in the console
    /// is said anew, and the rest stays as it was.
    /// </summary>
    /// <param name="settings">In force.</param>
    /// <param name="written">By a script; null: by none, and everything is said.</param>
    /// <param name="version">Whose words are compared.</param>
    public static WrittenSender Write(EmailProviderSettings settings, WrittenSender? written, SenderVersion version)
    {
        var sender = SenderKind.Write(written ?? WrittenSender.Empty, settings, version);
        var isNew = written is null || written.Provider != sender.Provider;
        foreach (var aspect in Aspects.Where(a => !a.IsOfServer || (settings.Server == ProviderServer.Own && settings.Kind == ProviderKinds.Smtp)))
        {
            if (isNew || !Equals(aspect.Of(Read(sender, version)), aspect.Of(settings)))
            {
                sender = aspect.Write(sender, settings);
            }
        }

        return sender;
    }

    private sealed record Aspect(
        Func<EmailProviderSettings, object?> Of, Func<WrittenSender, EmailProviderSettings, WrittenSender> Write, bool IsOfServer = false);
}
