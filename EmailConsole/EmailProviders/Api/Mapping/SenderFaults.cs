using System.Globalization;
using EmailConsole.EmailProviders.Kinds;
using EmailConsole.EmailProviders.Validation;

namespace EmailConsole.EmailProviders.Api.Mapping;

/// <summary>What is wrong with a sender before its settings can be judged, by the names of the API.</summary>
internal static class SenderFaults
{
    public const int MaxProperties = 100;

    private static readonly string[] Flags =
        [SenderKeys.SslEnable, SenderKeys.StartTlsEnable, SenderKeys.StartTlsRequired, SenderKeys.Auth];

    /// <returns>The first fault; null: none.</returns>
    public static FieldError? Find(SenderRequest request)
    {
        var kind = SenderKind.Of(request.Sender);
        if (FindSizeFault(request.Sender, kind) is { } size)
        {
            return size;
        }

        return kind is not null
            ? FindTypeFault(request, kind)
            : FindFlagFault(request.Sender)
                ?? FindAuthenticationFault(request)
                ?? (SenderServer.IsPlatforms(request.Sender, request.Version) ? FindLoneSecret(request)
                    : request.Version == SenderVersion.V2 ? FindMissing(request.Sender)
                    : null);
    }

    /// <summary>What version 1 reads of a sender of another kind than SMTP, and writes back, would otherwise mean the super tenant's server.</summary>
    public static FieldError? FindLostKind(SenderRequest request, EmailProviderSettings stored) =>
        request.Version == SenderVersion.V1 && stored.Kind != ProviderKinds.Smtp && SenderServer.IsPlatforms(request.Sender, request.Version)
            ? new FieldError(SenderKeys.Host, "This sender does not use SMTP, which is all that version 1 has words for. Use version 2; or name an SMTP server, which then replaces it.")
            : null;

    private static FieldError? FindSizeFault(WrittenSender sender, IProviderKind? kind)
    {
        if (sender.Properties.Count > MaxProperties)
        {
            return new FieldError("properties", string.Create(
                CultureInfo.InvariantCulture, $"Send at most {MaxProperties} properties; these are {sender.Properties.Count}."));
        }

        foreach (var (key, value) in sender.Properties)
        {
            // How long the fields of a kind may be is said where they are checked
            if (key.Length > ProviderText.MaxOrdinary || (value.Length > ProviderText.MaxLong && !SenderKind.HasField(kind, key)))
            {
                return new FieldError("properties", string.Create(
                    CultureInfo.InvariantCulture,
                    $"Send keys of at most {ProviderText.MaxOrdinary} characters and values of at most {ProviderText.MaxLong}."));
            }
        }

        return null;
    }

    private static FieldError? FindFlagFault(WrittenSender sender) =>
        Flags.Where(key => sender.Text(key) is not null && sender.Flag(key) is null).Select(key => new FieldError(key, "Send true or false.")).FirstOrDefault()
        ?? (sender.Port is null && sender.Text(SenderKeys.JavaPort) is not null && sender.Number(SenderKeys.JavaPort) is null
            ? new FieldError(SenderKeys.JavaPort, "Send a number from 1 to 65535.")
            : null);

    private static FieldError? FindAuthenticationFault(SenderRequest request)
    {
        var declared = SenderAuthentication.Declared(request.Sender, request.Version);
        var field = request.Version == SenderVersion.V2 ? SenderKeys.AuthType : SenderKeys.JavaAuthType;
        return declared is null ? request.Version == SenderVersion.V2 ? new FieldError(field, Send(SenderAuthentication.All)) : null
            : Has(SenderAuthentication.All, declared) ? null
            : ProviderKinds.Apis.FirstOrDefault(k => SenderKind.AuthenticationOf(k) is { } other && Has(other.Choices!, declared)) is { } kind
                ? new FieldError(field, $"{declared} is for the provider {kind.ApiName}, and this one is {SenderKind.Smtp}. {Send(SenderAuthentication.All)}")
            : new FieldError(field, Send(SenderAuthentication.All));
    }

    /// <summary>Of a kind that signs in in several ways; the form has a default, the API has none.</summary>
    private static FieldError? FindTypeFault(SenderRequest request, IProviderKind kind) =>
        SenderKind.AuthenticationOf(kind) is not { Choices: { } choices } || Has(choices, SenderAuthentication.Declared(request.Sender, request.Version) ?? "")
            ? null
            : new FieldError(SenderKeys.AuthType, Send(choices));

    private static bool Has(IReadOnlyList<string> types, string declared) => types.Any(type => SenderAuthentication.Is(declared, type));

    private static string Send(IReadOnlyList<string> types) => $"Send {string.Join(", ", types.SkipLast(1))} or {types[^1]}.";

    private static FieldError? FindLoneSecret(SenderRequest request) =>
        request.Secrets.Of(SenderKeys.Password) is SecretInput.Kept && request.Secrets.Of(SenderKeys.ClientSecret) is SecretInput.Kept
        ? null
        : new FieldError(SenderKeys.Host, "Enter the name of the SMTP server that the secret is for, or leave the secret out to send through the super tenant's.");

    private static FieldError? FindMissing(WrittenSender sender) =>
        string.IsNullOrWhiteSpace(sender.Host) ? new FieldError(SenderKeys.Host, "Enter the name of the SMTP server, such as smtp.example.com.")
        : sender.Port is null ? new FieldError(SenderKeys.Port, "Use a port from 1 to 65535, usually 587 (STARTTLS) or 465 (TLS).")
        : null;
}
