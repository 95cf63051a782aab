using System.Text.Json;
using EmailConsole.Delivery.Mime;

namespace EmailConsole.Outbox.Admission.Members;

/// <summary>Reads a text.</summary>
internal static class TextMember
{
    // RFC 5322 section 2.1.1
    private const int LongestLine = 998;

    /// <summary>A body: any length, any lines.</summary>
    public static string? ReadBody(ref Utf8JsonReader json, string field, EmailFaults faults) =>
        Read(ref json, field, faults) is { } text ? CheckBody(text, field, faults) : null;

    /// <returns>The text, also where something is wrong with it.</returns>
    public static string CheckBody(string text, string field, EmailFaults faults)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            faults.Add(field, "Leave out the NUL characters: no mail may hold them.");
        }

        return text;
    }

    /// <summary>One line that says something.</summary>
    /// <param name="json">At the value.</param>
    /// <param name="field">For the fault.</param>
    /// <param name="faults">Takes what is wrong.</param>
    /// <param name="longest">In UTF-16 code units.</param>
    public static string? ReadLine(ref Utf8JsonReader json, string field, EmailFaults faults, int longest = LongestLine) =>
        Read(ref json, field, faults) is { } text ? CheckLine(text, field, faults, longest) : null;

    /// <summary>The value of a header.</summary>
    /// <param name="json">At the value.</param>
    /// <param name="field">For the fault.</param>
    /// <param name="name">The header's.</param>
    /// <param name="faults">Takes what is wrong.</param>
    /// <param name="longest">In UTF-16 code units.</param>
    public static string? ReadHeader(ref Utf8JsonReader json, string field, string name, EmailFaults faults, int longest = LongestLine) =>
        Read(ref json, field, faults) is { } text ? CheckHeader(text, field, name, faults, longest) : null;

    /// <returns>Null where something is wrong with the header's value.</returns>
    public static string? CheckHeader(string value, string field, string name, EmailFaults faults, int longest = LongestLine)
    {
        if (CheckLine(value, field, faults, longest) is not { } text)
        {
            return null;
        }

        if (AsciiHeader.FindFault(name, text) is { } fault)
        {
            faults.Add(field, fault);
            return null;
        }

        return text;
    }

    public static string? Read(ref Utf8JsonReader json, string field, EmailFaults faults)
    {
        if (json.TokenType != JsonTokenType.String)
        {
            faults.Add(field, "Use a text.");
            json.Skip();
            return null;
        }

        var text = JsonText.TryRead(ref json);
        if (text is null)
        {
            faults.Add(field, JsonText.NotUnicode);
        }

        return text;
    }

    private static string? CheckLine(string text, string field, EmailFaults faults, int longest)
    {
        if (FindFaultOfLine(text, longest) is { } fault)
        {
            faults.Add(field, fault);
            return null;
        }

        return text;
    }

    private static string? FindFaultOfLine(string text, int longest) =>
        string.IsNullOrWhiteSpace(text) ? "Enter a text."
        : text.Length > longest ? $"Use at most {longest} characters."
        : ControlCharacters.AreIn(text) ? "Use one line, without control characters."
        : null;
}
