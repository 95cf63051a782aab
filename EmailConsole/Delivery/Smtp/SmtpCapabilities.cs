using System.Globalization;

namespace EmailConsole.Delivery.Smtp;

/// <summary>What the server's answer to EHLO offers (RFC 5321 section 4.1.1.1).</summary>
internal sealed class SmtpCapabilities
{
    private readonly Dictionary<string, string> _keywords = new(StringComparer.OrdinalIgnoreCase);

    private SmtpCapabilities()
    {
    }

    public static SmtpCapabilities None { get; } = new();

    public IReadOnlyCollection<string> Keywords => _keywords.Keys;

    public bool StartTls => Has("STARTTLS");

    public bool Pipelining => Has("PIPELINING");

    public bool EightBitMime => Has("8BITMIME");

    /// <summary>BDAT (RFC 3030).</summary>
    public bool Chunking => Has("CHUNKING");

    public bool SmtpUtf8 => Has("SMTPUTF8");

    /// <summary>The largest message in bytes (RFC 1870); null: not said, or without a limit.</summary>
    public long? MaxSize { get; private set; }

    public bool Size => Has("SIZE");

    /// <summary>The mechanisms of AUTH, upper case, in the server's order.</summary>
    public IReadOnlyList<string> Mechanisms { get; private set; } = [];

    public bool Has(string keyword) => _keywords.ContainsKey(keyword);

    public static SmtpCapabilities Parse(SmtpReply ehlo)
    {
        var found = new SmtpCapabilities();
        List<string> mechanisms = [];
        foreach (var line in ehlo.Lines.Skip(1))
        {
            // "AUTH=LOGIN" is what servers of the nineties still say beside "AUTH LOGIN"
            var parts = line.Split([' ', '='], 2, StringSplitOptions.TrimEntries);
            var value = parts.Length > 1 ? parts[1] : "";
            if (parts[0].Equals("AUTH", StringComparison.OrdinalIgnoreCase))
            {
                mechanisms.AddRange(value.ToUpperInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries));
            }

            found._keywords[parts[0].ToUpperInvariant()] = value;
        }

        found.Mechanisms = [.. mechanisms.Distinct()];
        found.MaxSize = found._keywords.TryGetValue("SIZE", out var size)
            && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes > 0 ? bytes : null;
        return found;
    }

    /// <summary>For a person: the keywords, the size in megabytes.</summary>
    public override string ToString() => string.Join(", ", _keywords.Select(Describe));

    private string Describe(KeyValuePair<string, string> keyword) => keyword.Key switch
    {
        "SIZE" when MaxSize is { } size => string.Create(CultureInfo.InvariantCulture, $"SIZE {size / 1_000_000.0:0.#} MB"),
        "AUTH" => $"AUTH {string.Join(' ', Mechanisms)}",
        _ => keyword.Key,
    };
}
