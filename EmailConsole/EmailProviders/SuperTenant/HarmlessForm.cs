using System.Globalization;
using EmailConsole.EmailProviders.Validation;

namespace EmailConsole.EmailProviders.SuperTenant;

/// <summary>
/// Values that are no secret wherever they stand: true and false, a port beside a key of that name, a host name with a dot in it
/// or an IP address beside a key of that name. With quotes or without, also where one of them is missing.
/// </summary>
internal static class HarmlessForm
{
    private static readonly string[] HostKeys = [EmailKeys.Hostname, EmailKeys.Host];

    /// <param name="key">As written; of a dotted one the last part counts.</param>
    /// <param name="value">The rest of its line.</param>
    /// <returns>Where the value ends; null: it is none of these.</returns>
    public static int? FindEnd(string key, string value)
    {
        var comment = value.IndexOf('#', StringComparison.Ordinal);
        var written = (comment < 0 ? value : value[..comment]).TrimEnd();
        var word = written.Trim('"', '\'');
        var name = key[(key.LastIndexOf('.') + 1)..];
        return word is "true" or "false" || (name == EmailKeys.Port && IsPort(word)) || (HostKeys.Contains(name, StringComparer.Ordinal) && IsHost(word))
            ? written.Length
            : null;
    }

    private static bool IsPort(string word) =>
        word.Length <= 5 && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535;

    private static bool IsHost(string word) =>
        (word.Contains('.', StringComparison.Ordinal) || word.Contains("::", StringComparison.Ordinal))
        && HostName.TryParse(word, out _, out _);
}
