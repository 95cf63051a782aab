using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace EmailConsole.EmailProviders.SuperTenant;

/// <summary>What the parser's lexer makes of lines that need not be TOML, and what those begin with.</summary>
internal static class TomlTokens
{
    /// <summary>The tokens of the first line, and of those lines at which a text of it ends; blanks left out.</summary>
    /// <param name="text">One line, or several.</param>
    /// <param name="mode">What stands at the beginning.</param>
    /// <param name="endLine">The last of those lines, from 0.</param>
    public static List<TomlToken> Read(string text, TomlLexerMode mode, out int endLine)
    {
        // With a line break behind it: at the very end of a text the lexer cannot tell what a backslash escapes
        var lexer = TomlLexer.Create(text + "\n");
        lexer.Mode = mode;
        var tokens = new List<TomlToken>();
        endLine = 0;
        while (lexer.MoveNext() && lexer.Current is var token && token.Kind != TokenKind.Eof && token.Start.Line <= endLine)
        {
            endLine = token.Kind is TokenKind.StringMulti or TokenKind.StringLiteralMulti ? Math.Max(endLine, token.End.Line) : endLine;
            lexer.Mode = token.Kind == TokenKind.Equal ? TomlLexerMode.Value : lexer.Mode;
            if (token.Kind is not (TokenKind.Whitespaces or TokenKind.NewLine))
            {
                var end = Math.Min(text.Length, token.End.Offset + 1);
                tokens.Add(new TomlToken(token.Kind, token.Start.Offset, end, text[token.Start.Offset..end]));
            }
        }

        return tokens;
    }

    /// <returns>The dotted name of a line such as <c>[table.name] # comment</c>, its closing bracket left out by mistake included; null: it is none, or one with quotes.</returns>
    public static string? FindHeader(List<TomlToken> tokens)
    {
        if (tokens is not [{ Kind: TokenKind.OpenBracket or TokenKind.OpenBracketDouble }, { Kind: TokenKind.BasicKey }, ..])
        {
            return null;
        }

        var at = 2;
        while (at + 1 < tokens.Count && tokens[at].Kind == TokenKind.Dot && tokens[at + 1].Kind == TokenKind.BasicKey)
        {
            at += 2;
        }

        var name = string.Concat(tokens.Take(at).Skip(1).Select(t => t.Text));
        at += at < tokens.Count && tokens[at].Kind is TokenKind.CloseBracket or TokenKind.CloseBracketDouble ? 1 : 0;
        return at == tokens.Count || tokens[at].Kind == TokenKind.Comment ? name : null;
    }

    /// <returns>Which token is the first of the value, behind a key and an equals sign; null: the line does not begin so.</returns>
    public static int? FindValue(List<TomlToken> tokens)
    {
        for (var at = 0; at + 1 < tokens.Count; at += 2)
        {
            // In "…" an escape would hide what the key is
            var isKey = tokens[at].Kind is TokenKind.BasicKey or TokenKind.StringLiteral
                || (tokens[at].Kind == TokenKind.String && !tokens[at].Text.Contains('\\', StringComparison.Ordinal));
            if (!isKey || tokens[at].IsOpen || tokens[at + 1].Kind is not (TokenKind.Dot or TokenKind.Equal))
            {
                return null;
            }

            if (tokens[at + 1].Kind == TokenKind.Equal)
            {
                return at + 2;
            }
        }

        return null;
    }
}

/// <param name="Kind">What the lexer took it for.</param>
/// <param name="Start">In UTF-16 code units.</param>
/// <param name="End">Behind it.</param>
/// <param name="Text">As written, with its quotes.</param>
internal sealed record TomlToken(TokenKind Kind, int Start, int End, string Text)
{
    /// <summary>In one pair of quotes.</summary>
    public bool IsQuoted => Kind is TokenKind.String or TokenKind.StringLiteral;

    /// <summary>A text whose quotes are not closed.</summary>
    public bool IsOpen => IsQuoted ? !IsClosed(Text, 1) : Kind is TokenKind.StringMulti or TokenKind.StringLiteralMulti && !IsClosed(Text, 3);

    /// <summary>A number or a switch, or a mark between two.</summary>
    public bool IsPlain => Kind.IsInteger() || Kind.IsFloat() || Kind is TokenKind.True or TokenKind.False or TokenKind.Comma || Text is "=";

    private static bool IsClosed(string text, int quotes)
    {
        if (text.Length < 2 * quotes || text[^quotes..].Any(c => c != text[0]))
        {
            return false;
        }

        // In "…" a quote behind an odd number of backslashes is none
        var slashes = text[..^quotes].Length - text[..^quotes].TrimEnd('\\').Length;
        return text[0] != '"' || slashes % 2 == 0;
    }
}
