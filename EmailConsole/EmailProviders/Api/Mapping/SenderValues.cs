using System.Globalization;
using EmailConsole.EmailProviders.Validation;

namespace EmailConsole.EmailProviders.Api.Mapping;

/// <summary>Reads single values of a sender.</summary>
internal static class SenderValues
{
    /// <returns>Null where absent, blank, or neither true nor false.</returns>
    public static bool? Flag(this WrittenSender sender, string key) =>
        bool.TryParse(sender[key], out var flag) ? flag : null;

    public static string? Text(this WrittenSender sender, string key) => ProviderText.TrimToNull(sender[key]);

    /// <summary>A credential under its own name, else under the one of JavaMail.</summary>
    public static string? Credential(this WrittenSender sender, string key) =>
        sender.Text(key) ?? sender.Text(SenderKeys.Java(key));

    /// <returns>Null where it is no number.</returns>
    public static int? Number(this WrittenSender sender, string key) =>
        int.TryParse(sender.Text(key), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
