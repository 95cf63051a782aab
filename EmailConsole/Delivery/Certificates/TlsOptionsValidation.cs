using System.Security.Cryptography;
using EmailConsole.Deployment;
using Microsoft.Extensions.Options;

namespace EmailConsole.Delivery.Certificates;

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
