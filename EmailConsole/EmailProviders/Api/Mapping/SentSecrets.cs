using System.Collections.Immutable;

namespace EmailConsole.EmailProviders.Api.Mapping;

/// <summary>The secrets of a request, by their keys; the others stay, where they may.</summary>
internal sealed record SentSecrets
{
    public static readonly SentSecrets None = new();

    /// <summary>As sent.</summary>
    public ImmutableDictionary<string, string> Given { get; init; } = ImmutableDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Those that a PATCH takes out.</summary>
    public IReadOnlySet<string> Removed { get; init; } = ImmutableHashSet<string>.Empty;

    /// <summary>By its own key, else by that of JavaMail; an empty one: it is not to stay.</summary>
    public SecretInput Of(string key) =>
        (SentSecret.Given(Given.GetValueOrDefault(key)) ?? SentSecret.Given(Given.GetValueOrDefault(SenderKeys.Java(key)))) is { } sent ? new SecretInput.Replaced(sent)
        : Removed.Contains(key) || Removed.Contains(SenderKeys.Java(key)) ? new SecretInput.Replaced("")
        : SecretInput.Keep;

    public override string ToString() => $"({Given.Count} secrets)";
}
