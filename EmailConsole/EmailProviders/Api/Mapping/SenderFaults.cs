using System.Globalization;
using EmailConsole.EmailProviders.Validation;

namespace EmailConsole.EmailProviders.Api.Mapping;

/// <summary>What is wrong with a sender before its settings can be judged, by the names of the API.</summary>
internal static class SenderFaults
{
    public const int MaxProperties = 100;

    private const string Smtp = "SMTP";

    private static readonly string[] Flags =
        [SenderKeys.SslEnable, SenderKeys.StartTlsEnable, SenderKeys.StartTlsRequired, SenderKeys.Auth];

    /// <returns>The first fault; null: none.</returns>
    public static FieldError? Find(SenderRequest request) =>
        FindProviderFault(request.Provider)
        ?? FindPropertyFault(request.Sender)
        ?? FindAuthenticationFault(request)
        ?? (SenderServer.IsPlatforms(request.Sender, request.Version) ? FindLoneSecret(request)
            : request.Version == SenderVersion.V2 ? FindMissing(request.Sender)
            : null);

    private static FieldError? FindProviderFault(string? provider) => provider is null or Smtp
        ? null
        : new FieldError("provider", "HTTP providers are not supported; mail leaves by SMTP. Send SMTP, or leave it out.");

    private static FieldError? FindPropertyFault(WrittenSender sender)
    {
        if (sender.Properties.Count > MaxProperties)
        {
            return new FieldError("properties", string.Create(
                CultureInfo.InvariantCulture, $"Send at most {MaxProperties} properties; these are {sender.Properties.Count}."));
        }

        foreach (var (key, value) in sender.Properties)
        {
            if (key.Length > ProviderText.MaxOrdinary || value.Length > ProviderText.MaxLong)
            {
                return new FieldError("properties", string.Create(
                    CultureInfo.InvariantCulture,
                    $"Send keys of at most {ProviderText.MaxOrdinary} characters and values of at most {ProviderText.MaxLong}."));
            }
        }

        return Flags
            .Where(key => sender.Text(key) is not null && sender.Flag(key) is null)
            .Select(key => new FieldError(key, "Send true or false."))
            .FirstOrDefault()
            ?? (sender.Port is null && sender.Text(SenderKeys.JavaPort) is not null && sender.Number(SenderKeys.JavaPort) is null
                ? new FieldError(SenderKeys.JavaPort, "Send a number from 1 to 65535.")
                : null);
    }

    private static FieldError? FindAuthenticationFault(SenderRequest request)
    {
        var declared = SenderAuthentication.Declared(request.Sender, request.Version);
        var field = request.Version == SenderVersion.V2 ? SenderKeys.AuthType : SenderKeys.JavaAuthType;
        if (declared is null)
        {
            return request.Version == SenderVersion.V2 ? new FieldError(field, "Send BASIC, CLIENT_CREDENTIAL or NONE.") : null;
        }

        if (SenderAuthentication.HttpOnly.Any(type => SenderAuthentication.Is(declared, type)))
        {
            return new FieldError(
                field, $"{declared} is not supported: it is for HTTP providers, and mail leaves by SMTP. Send BASIC, CLIENT_CREDENTIAL or NONE.");
        }

        return new[] { SenderAuthentication.Basic, SenderAuthentication.ClientCredential, SenderAuthentication.None }
            .Any(type => SenderAuthentication.Is(declared, type))
            ? null
            : new FieldError(field, "Send BASIC, CLIENT_CREDENTIAL or NONE.");
    }

    private static FieldError? FindLoneSecret(SenderRequest request) => request is { Password: SecretInput.Kept, ClientSecret: SecretInput.Kept }
        ? null
        : new FieldError(SenderKeys.Host, "Enter the name of the SMTP server that the secret is for, or leave the secret out to send through the super tenant's.");

    private static FieldError? FindMissing(WrittenSender sender) =>
        string.IsNullOrWhiteSpace(sender.Host) ? new FieldError(SenderKeys.Host, "Enter the name of the SMTP server, such as smtp.example.com.")
        : sender.Port is null ? new FieldError(SenderKeys.Port, "Use a port from 1 to 65535, usually 587 (STARTTLS) or 465 (TLS).")
        : null;
}
