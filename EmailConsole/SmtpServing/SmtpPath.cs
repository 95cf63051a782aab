using System.Text;
using EmailConsole.Rest;

namespace EmailConsole.SmtpServing;

/// <summary>The argument of MAIL or RCPT: <c>FROM:&lt;address&gt; parameters</c>.</summary>
/// <param name="Address">Empty in <c>MAIL FROM:&lt;&gt;</c>.</param>
/// <param name="Parameters">Such as <c>SIZE=1000</c>.</param>
/// <param name="Fault">What is not as the standard has it; null: nothing.</param>
internal sealed record SmtpPath(string Address, IReadOnlyList<string> Parameters, PathFault? Fault = null)
{
    private const int MaxLength = 1_000;

    // What stands where octets were none of UTF-8; another address than the client meant
    private const char NotUtf8 = '\uFFFD';

    /// <returns>Its value, empty where it has none; null: it is not there.</returns>
    public string? FindParameter(string name) => Parameters
        .Select(p => p.Split('=', 2))
        .Where(p => p[0].Equals(name, StringComparison.OrdinalIgnoreCase))
        .Select(p => p.Length > 1 ? p[1] : "")
        .FirstOrDefault();

    /// <param name="known">Names, or names with a value.</param>
    /// <returns>The reply to a parameter that is none of them; null: all are.</returns>
    public SmtpReply? FindUnknown(ReadOnlySpan<string> known)
    {
        foreach (var parameter in Parameters)
        {
            var name = parameter.Split('=')[0];
            if (!known.Contains(name, StringComparer.OrdinalIgnoreCase) && !known.Contains(parameter, StringComparer.OrdinalIgnoreCase))
            {
                return SmtpReply.No(RefusalCause.Protocol, $"555 5.5.4 {new string([.. parameter.Where(c => c is > ' ' and < '\x7f').Take(60)])} is not offered");
            }
        }

        return null;
    }

    /// <summary>What is wrong with it by RFC 5321 sections 4.1.2 and 4.5.3.1.</summary>
    /// <param name="cause">Of the reply.</param>
    /// <param name="code">Of the reply.</param>
    /// <returns>The reply; null: nothing.</returns>
    public SmtpReply? FindFault(RefusalCause cause, string code) => FindFault() is { } fault ? SmtpReply.No(cause, $"{code} {fault}") : (SmtpReply?)null;

    private string? FindFault()
    {
        var at = Address.LastIndexOf('@');
        // A blank before the bracket old devices and many scripts write, and every widespread server takes it
        return Fault is PathFault.NoBrackets ? "Expected the address between < and >"
            : Address.Length == 0 ? null
            : at is 0 || at == Address.Length - 1 || Address.Contains(NotUtf8, StringComparison.Ordinal) ? "That is no address"
            : Encoding.UTF8.GetByteCount(Address) > 254 || Encoding.UTF8.GetByteCount(Address.AsSpan(0, Math.Max(at, 0))) > 64 ? "The address is too long"
            : null;
    }

    /// <param name="argument">Of the command.</param>
    /// <param name="keyword"><c>FROM</c> or <c>TO</c>.</param>
    /// <returns>Null when it is not one.</returns>
    public static SmtpPath? Parse(string argument, string keyword)
    {
        if (!argument.StartsWith(keyword, StringComparison.OrdinalIgnoreCase)
            || argument.Length > MaxLength
            || argument.Any(char.IsControl)
            || argument.AsSpan(keyword.Length).TrimStart() is not [':', ..])
        {
            return null;
        }

        var colon = argument.IndexOf(':', StringComparison.Ordinal);
        var path = argument[(colon + 1)..].TrimStart();
        var fault = colon > keyword.Length || argument.Length > colon + 1 && argument[colon + 1] == ' ' ? PathFault.Blank : (PathFault?)null;
        return path.StartsWith('<') ? InBrackets(path, fault) : Bare(path);
    }

    private static SmtpPath? InBrackets(string path, PathFault? fault)
    {
        var end = EndOf(path);
        if (end < 0)
        {
            return null;
        }

        var rest = path[(end + 1)..];
        return rest.Length == 0 || rest[0] == ' ' ? new SmtpPath(path[1..end], Words(rest), fault) : null;
    }

    private static SmtpPath? Bare(string path)
    {
        var words = Words(path);
        return words.Length > 0 && !path.AsSpan().ContainsAny('<', '>') ? new SmtpPath(words[0], words[1..], PathFault.NoBrackets) : null;
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    // A quoted local part may hold a bracket (RFC 5321 section 4.1.2)
    private static int EndOf(string path)
    {
        var isQuoted = false;
        for (var i = 1; i < path.Length; i++)
        {
            switch (path[i])
            {
                case '\\' when isQuoted:
                    i++;
                    break;
                case '"':
                    isQuoted = !isQuoted;
                    break;
                case '>' when !isQuoted:
                    return i;
            }
        }

        return -1;
    }
}

/// <summary>How an address of the envelope is not as RFC 5321 section 4.1.1 has it.</summary>
internal enum PathFault
{
    /// <summary><c>RCPT TO: &lt;address&gt;</c>.</summary>
    Blank = 0,

    /// <summary><c>RCPT TO:address</c>.</summary>
    NoBrackets = 1,
}
