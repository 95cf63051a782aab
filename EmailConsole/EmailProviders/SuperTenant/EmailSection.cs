using System.Globalization;
using EmailConsole.Deployment;

namespace EmailConsole.EmailProviders.SuperTenant;

/// <summary>The entries of <c>[output_adapter.email]</c>, or of a standby, read by type, with what is wrong about them.</summary>
internal sealed class EmailSection(DeploymentTable table, EmailEntries entries, List<DeploymentDiagnostic> diagnostics)
{
    private const int MaxLength = 255;

    /// <summary>Secrets, scopes and endpoints.</summary>
    private const int MaxLongLength = 4096;

    public string TitleOfCustomProperties => entries.TitleOfCustomProperties;

    public EmailEntry? Entry(string key) => entries.ByKey.GetValueOrDefault(key);

    public string NameOf(string key) => entries.NameOf(key);

    /// <param name="key">Which.</param>
    /// <param name="longest">Characters; null: as many as WSO2's keys may have.</param>
    /// <param name="isLong">Several lines, in which no entities are decoded: they may be those of a template.</param>
    /// <returns>Null when absent or wrong.</returns>
    public string? Text(string key, int? longest = null, bool isLong = false)
    {
        if (Entry(key) is not { } entry)
        {
            return null;
        }

        if (entry.Value.Value is not string written)
        {
            Error(entry, $"{entry.Name} is a text. Put it in quotes: \"...\".");
            return null;
        }

        var (text, decoded) = XmlText.Read(written, entry.Value);
        if (decoded && isLong)
        {
            text = written;
        }
        else if (decoded)
        {
            Warn(entry, $"{entry.Name} holds XML entities, such as &amp;, which were read as the characters they stand for, as in WSO2. Write the characters themselves; a text that really looks so goes in <![CDATA[...]]>.");
        }

        if (!isLong && text.AsSpan().ContainsAny('\r', '\n', '\0'))
        {
            Error(entry, $"{entry.Name} holds a line break or a null character. Write it on one line.");
            return null;
        }

        var maxLength = longest ?? (key is EmailKeys.Password or EmailKeys.ClientSecret or EmailKeys.Scopes or EmailKeys.TokenEndpoint ? MaxLongLength : MaxLength);
        if (text.Length > maxLength)
        {
            Error(entry, string.Create(CultureInfo.InvariantCulture, $"{entry.Name} is longer than {maxLength} characters."));
            return null;
        }

        return text;
    }

    /// <returns>Null when absent or wrong. A reference gives a text, hence <c>"true"</c> and <c>"false"</c> count.</returns>
    public bool? Flag(string key)
    {
        if (Entry(key) is not { } entry)
        {
            return null;
        }

        switch (entry.Value.Value)
        {
            case bool flag:
                return flag;
            case string text when bool.TryParse(text, out var flag):
                return flag;
            default:
                Error(entry, $"{entry.Name} is true or false.");
                return null;
        }
    }

    /// <returns>Null when absent or wrong.</returns>
    public int? PortNumber(string key) => Number(key, 65535, ", such as 587", " Usual are 587 (STARTTLS), 465 (TLS) and 25.");

    /// <param name="key">Which.</param>
    /// <param name="most">From 1.</param>
    /// <param name="example">Behind <em>is a number</em>.</param>
    /// <param name="hint">Behind the range.</param>
    /// <returns>Null when absent or wrong.</returns>
    public int? Number(string key, int most, string example = "", string hint = "")
    {
        if (Entry(key) is not { } entry)
        {
            return null;
        }

        var number = entry.Value.Value switch
        {
            long integer => integer,
            string text when long.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) => integer,
            _ => (long?)null,
        };
        if (number is null)
        {
            Error(entry, $"{entry.Name} is a number{example}.");
            return null;
        }

        if (number < 1 || number > most)
        {
            Error(entry, string.Create(CultureInfo.InvariantCulture, $"{entry.Name} is a number from 1 to {most}.{hint}"));
            return null;
        }

        return (int)number;
    }

    /// <summary>Says that a key must be there, unless it is and something else is wrong with it.</summary>
    public void Require(string key, string? value, string message)
    {
        if (!string.IsNullOrWhiteSpace(value) || Problem(key) is not null)
        {
            return;
        }

        if (Entry(key) is { } entry)
        {
            Error(entry, $"{entry.Name} is empty. {message}");
        }
        else
        {
            Miss(key, message);
        }
    }

    /// <summary>Says what is wrong with a key that may be absent, unless something was said already.</summary>
    public void Refuse(string key, string message)
    {
        if (Problem(key) is not null)
        {
            return;
        }

        if (Entry(key) is { } entry)
        {
            Error(entry, message);
        }
        else
        {
            Miss(key, message);
        }
    }

    public void Error(EmailEntry entry, string message) => Add(DeploymentSeverity.Error, entry, entry.Value.ValueColumn, message);

    public void Warn(EmailEntry entry, string message) => Add(DeploymentSeverity.Warning, entry, entry.Value.Column, message);

    /// <summary>A warning about a setting that may be a default.</summary>
    public void Warn(string key, string message)
    {
        var value = Entry(key)?.Value;
        diagnostics.Add(new DeploymentDiagnostic(
            DeploymentSeverity.Warning, value?.Line ?? table.Line, value?.Column ?? 1, Entry(key)?.DottedKey ?? NameOf(key), message));
    }

    /// <summary>The error of a key that is in the file, but whose reference leads nowhere.</summary>
    public DeploymentDiagnostic? Unresolved(string key) =>
        Problem(key) is { } problem && problem.Line != table.Line ? problem : null;

    /// <summary>The first error about a key, also one whose value is missing because its reference leads nowhere.</summary>
    public DeploymentDiagnostic? Problem(string key)
    {
        var dotted = Entry(key)?.DottedKey ?? NameOf(key);
        return diagnostics.Find(d => d.Severity == DeploymentSeverity.Error
            && (d.Key == dotted || JavaMailProperties.Mapped.Any(m => m.Value == key && d.Key == entries.CustomName(m.Key))));
    }

    private void Miss(string key, string message) =>
        diagnostics.Add(new DeploymentDiagnostic(DeploymentSeverity.Error, table.Line, 1, NameOf(key), $"{key} is missing. {message}"));

    private void Add(DeploymentSeverity severity, EmailEntry entry, int column, string message) =>
        diagnostics.Add(new DeploymentDiagnostic(severity, entry.Value.Line, column, entry.DottedKey, message));
}
