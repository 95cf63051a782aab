using System.Security.Cryptography;
using EmailConsole.Deployment;
using Microsoft.Extensions.Options;

namespace EmailConsole.Delivery.Certificates;

/// <summary>The section <c>Tls</c>. There is no option to trust everything.</summary>
public sealed class TlsOptions
{
    public const string Section = "Tls";

    /// <summary>
    /// A PEM file with certificates of authorities that are trusted besides the system's; a relative path is taken from the
    /// home folder. Unset: none.
    /// </summary>
    public string? AdditionalCaFile { get; set; }
}

internal sealed class TlsOptionsValidation(Home home) : IValidateOptions<TlsOptions>
{
    public ValidateOptionsResult Validate(string? name, TlsOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.AdditionalCaFile))
        {
            return ValidateOptionsResult.Success;
        }

        var path = home.Resolve(options.AdditionalCaFile);
        try
        {
            return AdditionalAuthorities.Read(path).Count > 0
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail($"Tls:AdditionalCaFile '{path}' holds no certificate in PEM form.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return ValidateOptionsResult.Fail($"Tls:AdditionalCaFile '{path}' cannot be read: {e.Message}");
        }
    }
}
