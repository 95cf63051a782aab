using EmailConsole.EmailProviders.Kinds;

namespace EmailConsole.EmailProviders;

/// <summary>A tenant's own provider as a page may know it: no secrets, only whether there are any.</summary>
/// <param name="Settings">The settings.</param>
/// <param name="HasPassword">A password is stored.</param>
/// <param name="HasClientSecret">A client secret is stored.</param>
/// <param name="Version">For the next update.</param>
/// <param name="UpdatedBy">The username of who stored it.</param>
/// <param name="UpdatedAt">When.</param>
public sealed record StoredEmailProvider(
    EmailProviderSettings Settings, bool HasPassword, bool HasClientSecret, Guid Version, string UpdatedBy, DateTimeOffset UpdatedAt)
{
    /// <summary>Which of the tenant's.</summary>
    public ProviderId Id { get; init; }

    /// <summary>As its administrators call it; empty: by what it is, see <see cref="ProviderNames"/>.</summary>
    public string Name { get; init; } = "";

    /// <summary>False: it stays in the route, and nothing leaves by it.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>See <see cref="EmailProvider.SwitchesAfterUnknown"/>.</summary>
    public bool SwitchesAfterUnknown { get; init; }

    /// <summary>As a script wrote it; null: none did.</summary>
    public WrittenSender? Written { get; init; }

    /// <summary>Of the <see cref="ProviderSecret"/>s of a kind other than SMTP those that are stored, each with its own name in place of its value.</summary>
    public KindValues StoredSecrets { get; init; } = KindValues.None;

    /// <summary>Those secrets cannot be read with the key ring there is: they must be entered again.</summary>
    public bool AreSecretsUnreadable { get; init; }

    /// <summary>The stored password cannot be read with the key ring there is: it must be entered again.</summary>
    public bool IsPasswordUnreadable { get; init; }

    /// <summary>The stored client secret cannot be read with the key ring there is: it must be entered again.</summary>
    public bool IsClientSecretUnreadable { get; init; }

    /// <summary>The same with another name, at another place, switched on or off or in a route with another rule: what stands in a form is as it was.</summary>
    public bool HasSameSettings(StoredEmailProvider? other) =>
        other is not null && this == other with { Version = Version, Name = Name, IsEnabled = IsEnabled, SwitchesAfterUnknown = SwitchesAfterUnknown };
}
