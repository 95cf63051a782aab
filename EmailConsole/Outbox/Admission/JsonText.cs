using System.Text.Json;

namespace EmailConsole.Outbox.Admission;

/// <summary>Reads texts of a request, whatever they hold: half a surrogate pair or bytes that are not UTF-8 are a fault of the caller.</summary>
internal static class JsonText
{
    public const string NotUnicode = "The text is not valid Unicode.";

    /// <returns>Null where it is no Unicode text.</returns>
    public static string? TryRead(ref Utf8JsonReader json)
    {
        try
        {
            return json.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <returns>Null where it is no base64 (RFC 4648 section 4).</returns>
    public static byte[]? TryReadBase64(ref Utf8JsonReader json)
    {
        try
        {
            return json.TryGetBytesFromBase64(out var bytes) ? bytes : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The name of a member, without escapes; empty where it is no Unicode text.</summary>
    public static ReadOnlySpan<byte> NameOf(ref Utf8JsonReader json)
    {
        if (!json.ValueIsEscaped)
        {
            return json.ValueSpan;
        }

        try
        {
            var name = new byte[json.ValueSpan.Length];
            return name.AsSpan(0, json.CopyString(name));
        }
        catch (InvalidOperationException)
        {
            return [];
        }
    }

    /// <summary>Moves to the value of the member that the reader stands at.</summary>
    /// <returns>The member's name.</returns>
    public static string Enter(ref Utf8JsonReader json)
    {
        var name = TryRead(ref json) ?? "";
        json.Read();
        return name;
    }
}
