using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace EmailConsole.Submission.Intake;

/// <summary>The header of a message or a part: its fields in the octets as they stand, and what is changed about them.</summary>
internal sealed class HeaderBlock
{
    /// <summary>Octets of a header; Postfix takes as many.</summary>
    public const int MaxSize = 100 * 1024;

    public const int MaxFields = 1_000;

    private const string MimePrefix = "Content-";

    // No name is; and it must leave room for a value in its line
    private const int LongestName = 200;

    // RFC 5322 section 3.6.8
    private static readonly SearchValues<byte> NameOctets =
        SearchValues.Create([.. Enumerable.Range(33, 94).Where(c => c != ':').Select(c => (byte)c)]);

    private readonly List<HeaderField> _fields = [];
    private readonly List<(string Name, byte[] Line)> _added = [];

    private HeaderBlock()
    {
    }

    public IReadOnlyList<HeaderField> Fields => _fields;

    /// <summary>Whether it will have a field that says how to read the body.</summary>
    public bool HasMime => _fields.Exists(f => !f.IsCut && f.StartsWith(MimePrefix))
        || _added.Exists(a => a.Name.StartsWith(MimePrefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>Those that are not cut.</summary>
    public IEnumerable<HeaderField> All(string name) => _fields.Where(f => !f.IsCut && f.Is(name));

    public HeaderField? First(string name) => All(name).FirstOrDefault();

    /// <param name="entity">A message or a part.</param>
    /// <param name="header">Its header.</param>
    /// <param name="body">What follows the blank line.</param>
    /// <param name="fault">What is wrong otherwise.</param>
    public static bool TryRead(
        ReadOnlyMemory<byte> entity, [NotNullWhen(true)] out HeaderBlock? header, out ReadOnlyMemory<byte> body, [NotNullWhen(false)] out string? fault)
    {
        header = null;
        body = default;
        var found = new HeaderBlock();
        fault = found.Read(entity, out var size);
        if (fault is not null)
        {
            return false;
        }

        header = found;
        body = entity[size..];
        return true;
    }

    /// <param name="name">Of a field that comes last.</param>
    /// <param name="value">In one line.</param>
    public void Add(string name, string value) => _added.Add((name, Encoding.ASCII.GetBytes($"{name}: {value}\r\n")));

    /// <summary>In the place of the first one of that name; others of it are cut.</summary>
    /// <param name="name">The field's.</param>
    /// <param name="value">ASCII, in one line.</param>
    public void Set(string name, string value)
    {
        if (CutAllButFirst(name) is { } first)
        {
            first.Replace($" {value}\r\n");
        }
        else
        {
            Add(name, value);
        }
    }

    /// <summary>The same of one that is there, with its name and line breaks.</summary>
    public void SetLines(string name, byte[] lines) => CutAllButFirst(name)?.ReplaceLines(lines);

    /// <summary>With the blank line that ends it.</summary>
    public void WriteTo(MessageWriter writer)
    {
        foreach (var field in _fields)
        {
            field.WriteTo(writer);
        }

        foreach (var added in _added)
        {
            writer.Write(added.Line);
        }

        writer.Write("\r\n"u8);
    }

    private HeaderField? CutAllButFirst(string name)
    {
        var (first, others) = (First(name), All(name).Skip(1).ToList());
        others.ForEach(field => field.Cut());
        return first;
    }

    private string? Read(ReadOnlyMemory<byte> entity, out int size)
    {
        var octets = entity.Span;
        var (at, start, colon) = (0, -1, 0);
        size = 0;
        while (at < octets.Length)
        {
            var end = octets[at..].IndexOf((byte)'\n');
            var next = end < 0 ? octets.Length : at + end + 1;
            var line = octets[at..next];
            if (line is [(byte)'\n'] or [(byte)'\r', (byte)'\n'])
            {
                Keep(entity, start, at, colon);
                size = next;
                return null;
            }

            if (next > MaxSize)
            {
                return $"The header is larger than {MaxSize / 1024} KB.";
            }

            if (line[0] is (byte)' ' or (byte)'\t')
            {
                if (start < 0)
                {
                    return "The first line of the header is no field.";
                }
            }
            else
            {
                Keep(entity, start, at, colon);
                start = at;
                colon = line.IndexOf((byte)':');
                if (colon is < 1 or > LongestName || line[..colon].ContainsAnyExcept(NameOctets))
                {
                    return $"Line {LineNumber(octets, at)} is no field of a header, such as Subject: Hello. A blank line must stand between header and body.";
                }

                if (_fields.Count >= MaxFields)
                {
                    return $"The header has more than {MaxFields} fields.";
                }
            }

            at = next;
        }

        // Without a body there need not be a blank line (RFC 5322 section 3.5)
        Keep(entity, start, at, colon);
        size = at;
        return null;
    }

    private void Keep(ReadOnlyMemory<byte> entity, int start, int end, int colon)
    {
        if (start >= 0)
        {
            _fields.Add(new HeaderField(Encoding.ASCII.GetString(entity.Span.Slice(start, colon)), entity[start..end]));
        }
    }

    private static int LineNumber(ReadOnlySpan<byte> octets, int at) => octets[..at].Count((byte)'\n') + 1;
}
