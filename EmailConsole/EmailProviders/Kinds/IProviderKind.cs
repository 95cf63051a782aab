using EmailConsole.EmailProviders.Presets;

namespace EmailConsole.EmailProviders.Kinds;

/// <summary>
/// A way to hand over mail: SMTP, or an HTTP API. A kind is one class with a constructor without parameters, found by its type
/// (<see cref="ProviderKinds"/>); there is a transport that sends by it.
/// </summary>
public interface IProviderKind
{
    /// <summary>Stored with the settings: <c>sendgrid</c>.</summary>
    string Name { get; }

    /// <summary>Its <c>provider</c> in the Notification Senders API.</summary>
    string ApiName => Name;

    /// <summary>As people know it: <c>SendGrid (API)</c>.</summary>
    string Label { get; }

    /// <summary>Those of its own, besides sender and limits; made by <see cref="KindFields"/>, those of SMTP by <see cref="SettingsFields"/>.</summary>
    IReadOnlyList<ProviderField> Fields { get; }

    IReadOnlyList<ProviderSecret> Secrets { get; }

    /// <summary>The component with the part of the form that stands before the sender; null: there is none. Its parameter is the form's <c>State</c>.</summary>
    Type? FirstSection => null;

    /// <summary>The one with the part behind the sender, with the same parameter; null: the section that shows the fields by their descriptors.</summary>
    Type? Section => null;

    /// <summary>Sentences for beside the form. The first says that it was made from its documentation, as long as nobody has run it.</summary>
    IReadOnlyList<string> Notes { get; }

    /// <summary>What is in the fields when it is chosen.</summary>
    KindValues Defaults { get; }

    /// <summary>What the service allows where the settings say nothing; null: nothing is known.</summary>
    PresetLimits? Limits { get; }

    /// <summary>What is allowed with these settings, as far as is known.</summary>
    PresetLimits? LimitsOf(EmailProviderSettings settings) => Limits;

    /// <summary>The service, as people know it; null: it is a server that is not known.</summary>
    string? ServiceOf(EmailProviderSettings settings) => Label;

    /// <summary>Where its mail goes: a service, or a host.</summary>
    string Through(EmailProviderSettings settings) => Label;

    /// <summary>Whether it asks for an access token first.</summary>
    bool UsesToken(EmailProviderSettings settings) => false;

    /// <summary>Whether its requests say from whom a message is: where none does, a From Address may be left out.</summary>
    bool NeedsSender(EmailProviderSettings settings) => true;

    /// <summary>What is wrong with the fields of its own, whose texts are trimmed; in the order of the form. Required fields are checked before.</summary>
    IEnumerable<FieldError> FindErrors(EmailProviderSettings settings);
}
