using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace EmailConsole.Submission.Intake;

/// <summary>A field of a header as it was received, and what becomes of it.</summary>
/// <param name="name">As written.</param>
/// <param name="bytes">With its name, its colon and the breaks of its lines.</param>
internal sealed class HeaderField(string name, ReadOnlyMemory<byte> bytes)
{
    private byte[]? _replacement;

    public string Name => name;

    public bool IsCut { get; private set; }

    public bool IsReplaced => _replacement is not null;

    /// <summary>As received.</summary>
    public ReadOnlyMemory<byte> Bytes => bytes;

    public ReadOnlyMemory<byte> Value => bytes[(name.Length + 1)..];

    public bool Is(string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);

    public bool StartsWith(string prefix) => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>The value in one line, without blanks around it.</summary>
    /// <returns>False where it is not UTF-8.</returns>
    public bool TryRead([NotNullWhen(true)] out string? text)
    {
        text = Utf8.IsValid(Value.Span) ? Read() : null;
        return text is not null;
    }

    /// <summary>The value in one line; what is not UTF-8 is U+FFFD.</summary>
    public string Read() => Encoding.UTF8.GetString(Value.Span)
        .Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal).Trim(' ', '\t');

    public void Cut() => IsCut = true;

    /// <param name="value">ASCII or UTF-8; begins with a blank and ends with CR LF.</param>
    public void Replace(string value) => _replacement = Encoding.UTF8.GetBytes($"{name}:{value}");

    public void ReplaceLines(byte[] lines) => _replacement = lines;

    public void WriteTo(MessageWriter writer)
    {
        if (IsCut)
        {
            return;
        }

        writer.WriteLines(_replacement ?? bytes.Span);
        writer.EndLine();
    }
}
