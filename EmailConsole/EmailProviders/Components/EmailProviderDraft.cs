using System.Runtime.CompilerServices;
using EmailConsole.EmailProviders.Kinds;
using EmailConsole.EmailProviders.Validation;

namespace EmailConsole.EmailProviders.Components;

/// <summary>
/// What stands in the form now, a text for each of <see cref="ProviderFields"/>. Fields of an authentication type that is not chosen
/// keep what was typed.
/// </summary>
public sealed class EmailProviderDraft
{
    // A stored value may have 8,192 characters; what is longer is none that can be stored
    private const int LongestText = 16 * 1024;

    private readonly Dictionary<string, string> _texts;
    private readonly Dictionary<string, string> _secrets = new(StringComparer.Ordinal);
    private (string Host, int Port, SmtpEncryption Encryption)? _acceptedFor;

    private EmailProviderDraft(EmailProviderSettings settings) =>
        _texts = ProviderFields.All.ToDictionary(f => f.Name, f => f.Read(settings), StringComparer.Ordinal);

    public ProviderServer Server { get => Chosen<ProviderServer>(); set => Put(value); }

    public string? Preset { get => Text() is { Length: > 0 } id ? id : null; set => Put(value); }

    /// <summary>SMTP, or the name of another kind.</summary>
    public string Kind { get => Text(); set => Put(value); }

    public string Host { get => Text(); set => Put(value); }

    /// <summary>As typed; what is no number is port 0 to the validator.</summary>
    public string Port { get => Text(); set => Put(value); }

    public SmtpEncryption Encryption { get => Chosen<SmtpEncryption>(); set => Put(value); }

    /// <summary>Given for one server, port and encryption; with another it does not hold.</summary>
    public bool AcceptsClearTextCredentials
    {
        get => _acceptedFor is { } given && given == Way(ToSettings());
        set => _acceptedFor = value ? Way(ToSettings()) : null;
    }

    public string FromAddress { get => Text(); set => Put(value); }

    public DisplayNameMode DisplayNameMode { get => Chosen<DisplayNameMode>(); set => Put(value); }

    public string DisplayName { get => Text(); set => Put(value); }

    public string ReplyTo { get => Text(); set => Put(value); }

    public AuthenticationType AuthenticationType { get => Chosen<AuthenticationType>(); set => Put(value); }

    public string Username { get => Text(); set => Put(value); }

    /// <summary>Typed just now; a stored one never comes here, and the browser does not keep it.</summary>
    public string Password { get => SecretOf(nameof(Password)); set => TypeSecret(nameof(Password), value); }

    public string ClientId { get => Text(); set => Put(value); }

    /// <inheritdoc cref="Password"/>
    public string ClientSecret { get => SecretOf(nameof(ClientSecret)); set => TypeSecret(nameof(ClientSecret), value); }

    public string TokenEndpoint { get => Text(); set => Put(value); }

    public string Scopes { get => Text(); set => Put(value); }

    /// <summary>As typed; empty is no number of one's own, what is no number is 0 to the validator.</summary>
    public string MaxConnections { get => Text(); set => Put(value); }

    /// <inheritdoc cref="MaxConnections"/>
    public string MessagesPerMinute { get => Text(); set => Put(value); }

    /// <inheritdoc cref="MaxConnections"/>
    public string MessagesPerConnection { get => Text(); set => Put(value); }

    public static EmailProviderDraft From(EmailProviderSettings settings) => new(settings)
    {
        // Whoever stored them has confirmed it
        AcceptsClearTextCredentials = settings.Host.Length > 0 && ClearTextRule.NeedsConfirmation(settings),
    };

    /// <summary>What stands in a field, as typed; none of these is a secret.</summary>
    public string TextOf(string name) => _texts.GetValueOrDefault(name, "");

    /// <summary>What was typed into a secret just now; empty: nothing.</summary>
    public string SecretOf(string name) => _secrets.GetValueOrDefault(name, "");

    public void TypeSecret(string name, string text) => _secrets[name] = text;

    /// <summary>Takes over what was typed into the secrets of another.</summary>
    public void TakeSecrets(EmailProviderDraft other, Func<string, bool> which)
    {
        foreach (var secret in ProviderFields.Secrets)
        {
            TypeSecret(secret.Name, which(secret.Name) ? other.SecretOf(secret.Name) : "");
        }
    }

    /// <summary>The fields whose text is not that of the other, as typed.</summary>
    public IReadOnlyDictionary<string, string> TypedOver(EmailProviderDraft other) =>
        _texts.Where(t => t.Value != other._texts[t.Key]).ToDictionary(StringComparer.Ordinal);

    /// <summary>Puts a text into a field; one that is unknown, or a text that none can have, changes nothing.</summary>
    public void Type(string name, string text)
    {
        if (text.Length <= LongestText && ProviderFields.Find(name) is { } field && field.Choices?.Contains(text, StringComparer.Ordinal) != false)
        {
            _texts[name] = text;
        }
    }

    /// <summary>As typed, in the normal form that is compared and stored.</summary>
    public EmailProviderSettings ToSettings() => Normalisation.Normalise(
        ProviderFields.All.Aggregate(new EmailProviderSettings(), (settings, field) => field.Write(settings, _texts[field.Name])));

    public EmailProviderInput ToInput()
    {
        var settings = ToSettings();
        var typed = ProviderFields.Secrets.Where(s => s.AppliesTo(settings) && SecretOf(s.Name).Length > 0).Select(s => s.Name).ToHashSet(StringComparer.Ordinal);
        return new EmailProviderInput(settings, Typed(nameof(Password)), Typed(nameof(ClientSecret)), AcceptsClearTextCredentials)
        {
            Secrets = typed.Except([nameof(Password), nameof(ClientSecret)]).Aggregate(KindValues.None, (all, name) => all.With(name, SecretOf(name))),
        };

        SecretInput Typed(string name) => typed.Contains(name) ? new SecretInput.Replaced(SecretOf(name)) : SecretInput.Keep;
    }

    /// <summary>
    /// Takes over a consent that a person gave to just this: mine to the same way, or theirs with the same way and
    /// authentication. One put together from both was given by nobody.
    /// </summary>
    internal void TakeConsent(EmailProviderDraft mine, EmailProviderSettings? theirs)
    {
        var settings = ToSettings();
        AcceptsClearTextCredentials = (mine.AcceptsClearTextCredentials && Way(mine.ToSettings()) == Way(settings))
            || (theirs is not null
                && ClearTextRule.NeedsConfirmation(theirs)
                && Way(theirs) == Way(settings)
                && theirs.AuthenticationType == settings.AuthenticationType);
    }

    private static (string Host, int Port, SmtpEncryption Encryption) Way(EmailProviderSettings settings) =>
        (settings.Host, settings.Port, settings.Encryption);

    private string Text([CallerMemberName] string name = "") => _texts[name];

    private T Chosen<T>([CallerMemberName] string name = "")
        where T : struct, Enum => Enum.Parse<T>(_texts[name]);

    private void Put(object? value, [CallerMemberName] string name = "") => _texts[name] = value?.ToString() ?? "";
}
