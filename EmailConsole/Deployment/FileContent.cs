using System.Globalization;
using System.Text;

namespace EmailConsole.Deployment;

/// <summary>What reading a text file gave. A closed list: nothing about a file is an exception.</summary>
internal abstract record FileContent
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private FileContent()
    {
    }

    /// <param name="Value">Bytes that are not UTF-8 are U+FFFD.</param>
    /// <param name="NotUtf8">Why it is not UTF-8, where it is not; null: it is.</param>
    internal sealed record Text(string Value, Unreadable? NotUtf8 = null) : FileContent
    {
        public override string ToString() => "(text)";
    }

    internal sealed record Missing : FileContent;

    /// <param name="Message">Why, and what to do.</param>
    /// <param name="Line">1-based; 1 where the whole file is meant.</param>
    /// <param name="Column">1-based.</param>
    internal sealed record Unreadable(string Message, int Line = 1, int Column = 1) : FileContent;

    /// <summary>Reads a UTF-8 text, with or without a byte order mark, following symbolic links.</summary>
    public static FileContent Read(string path, int maxBytes)
    {
        try
        {
            if (Directory.Exists(path))
            {
                return new Unreadable("There is a folder of that name, not a file.");
            }

            // Opening a pipe waits for a writer, and a device may give anything; both say that they are empty
            var target = File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path);
            if (target is FileInfo { Exists: true, Length: 0 })
            {
                return new Unreadable("The file is empty, or it is a pipe or a device. Put a text file in its place.");
            }

            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var buffer = new byte[(int)Math.Min(stream.Length, maxBytes) + 1];
            var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            if (length == buffer.Length && length <= maxBytes)
            {
                // It grew meanwhile, or is of a kind that does not know its length
                Array.Resize(ref buffer, maxBytes + 1);
                length += stream.ReadAtLeast(buffer.AsSpan(length), buffer.Length - length, throwOnEndOfStream: false);
            }

            return length > maxBytes
                ? new Unreadable(string.Create(CultureInfo.InvariantCulture, $"The file is larger than {maxBytes / 1024} KB."))
                : Decode(buffer.AsSpan(0, length));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new Missing();
        }
        catch (UnauthorizedAccessException)
        {
            return new Unreadable("The account EmailConsole runs under may not read the file. Give it permission to.");
        }
        catch (Exception e) when (e is IOException or NotSupportedException or ArgumentException)
        {
            return new Unreadable($"The file cannot be read ({e.Message}).");
        }
    }

    private static FileContent Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
        {
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        }

        if (FindWideEncoding(bytes) is { } wide)
        {
            return new Unreadable($"The file is {wide}, as some editors call \"Unicode\". Save it in the encoding UTF-8.");
        }

        try
        {
            return new Text(StrictUtf8.GetString(bytes));
        }
        catch (DecoderFallbackException e)
        {
            var before = Encoding.UTF8.GetString(bytes[..Math.Clamp(e.Index, 0, bytes.Length)]);
            var line = before.Count(c => c == '\n') + 1;
            var column = before[(before.LastIndexOf('\n') + 1)..].EnumerateRunes().Count() + 1;
            return new Text(
                Encoding.UTF8.GetString(bytes),
                new Unreadable("The file is not UTF-8 here; it looks like windows-1252 or a similar encoding. Save it in the encoding UTF-8.", line, column));
        }
    }

    // Text of the alphabet of keys: every second byte, or three of four, are zero, with a byte order mark or without
    private static string? FindWideEncoding(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xFE, 0, 0, ..] or [0, 0, 0xFE, 0xFF, ..] => "UTF-32",
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => "UTF-16",
        [not 0, 0, 0, 0, ..] or [0, 0, 0, not 0, ..] => "UTF-32",
        [not 0, 0, not 0, 0, ..] or [0, not 0, 0, not 0, ..] => "UTF-16",
        _ => bytes.Length >= 8 && bytes.Count((byte)0) > bytes.Length / 4 ? "UTF-16" : null,
    };
}
