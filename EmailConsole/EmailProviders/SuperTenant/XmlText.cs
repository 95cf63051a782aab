using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

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

    /// <param name="value">As in the file, references resolved.</param>
    /// <param name="decodeEntities">False for secrets from a store: WSO2 puts those in after the XML was read.</param>
    public static (string Text, bool WereEntitiesDecoded) Read(string value, bool decodeEntities)
    {
        if (value.Length >= Opening.Length + Closing.Length
            && value.StartsWith(Opening, StringComparison.Ordinal)
            && value.EndsWith(Closing, StringComparison.Ordinal))
        {
            return (value[Opening.Length..^Closing.Length], false);
        }

        if (!decodeEntities)
        {
            return (value, false);
        }

        var decoded = Entity().Replace(value, Decode);
        return (decoded, decoded != value);
    }

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
