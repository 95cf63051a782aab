using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using EmailConsole.Deployment;

namespace EmailConsole.EmailProviders.SuperTenant;

/// <summary>
/// WSO2 pastes the values of this section unescaped into XML. Files written for it therefore hold a password with
/// <c>&amp;</c>, <c>&lt;</c> or <c>&gt;</c> either in <c>&lt;![CDATA[...]]&gt;</c> or with entities, and mean the plain characters.
/// Both are read so. A raw <c>&amp;</c>, which stops WSO2, is just that character here, so that only the five entities of
/// XML and character numbers are ever decoded; whoever really means <c>&amp;amp;</c> wraps it in CDATA, as a warning says.
/// </summary>
internal static partial class XmlText
{
    private const string Opening = "<![CDATA[";
    private const string Closing = "]]>";

    /// <summary>
    /// Only what stands in the file itself was written for XML. What a reference brings in from outside is literal, also
    /// where it looks like an entity or a wrapper; a wrapper that the file writes around the reference is still none of it.
    /// </summary>
    /// <param name="text">The value's text, references resolved.</param>
    /// <param name="value">Where it comes from.</param>
    public static (string Text, bool WereEntitiesDecoded) Read(string text, DeploymentValue value)
    {
        if (IsWrapped(value.IsFromOutside ? value.Written ?? "" : text))
        {
            return (text[Opening.Length..^Closing.Length], false);
        }

        if (value.IsFromOutside)
        {
            return (text, false);
        }

        var decoded = Entity().Replace(text, Decode);
        return (decoded, decoded != text);
    }

    private static bool IsWrapped(string text) =>
        text.Length >= Opening.Length + Closing.Length
        && text.StartsWith(Opening, StringComparison.Ordinal)
        && text.EndsWith(Closing, StringComparison.Ordinal);

    private static string Decode(Match entity) => entity.Groups["name"].Value switch
    {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        ['#', 'x', .. var hex] => Character(entity, int.Parse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)),
        ['#', .. var number] => Character(entity, int.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture)),
        _ => entity.Value,
    };

    private static string Character(Match entity, int number) =>
        Rune.IsValid(number) ? new Rune(number).ToString() : entity.Value;

    [GeneratedRegex("&(?<name>amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Entity();
}
