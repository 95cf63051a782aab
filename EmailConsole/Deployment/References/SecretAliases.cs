using System.Globalization;
using EmailConsole.Deployment.Toml;

namespace EmailConsole.Deployment.References;

/// <summary>
/// Finds the secret of an alias: a plain one in <c>[secrets]</c>, else the file in the secrets folder. The folder is asked
/// before an entry that WSO2 has encrypted is refused, so that one <c>deployment.toml</c> can serve both products.
/// </summary>
internal sealed class SecretAliases(TomlNode root, ReferenceSources sources)
{
    private const string Table = "secrets";

    public Resolution Find(string alias)
    {
        var entry = (root.Items.GetValueOrDefault(Table)?.Value as TomlNode)?.Find(alias)?.Item;
        if (entry?.Value is string { Length: >= 2 } text && text.StartsWith('[') && text.EndsWith(']'))
        {
            // Taken as it is: the place for a secret that looks like a reference
            return Secret(text[1..^1]) with
            {
                Warning = $"The secret '{alias}' stands in plain text on line {Line(entry)}, readable for everybody who can read this file. Move it to the file '{sources.Secrets.FileOf(alias)}'.",
            };
        }

        return sources.Find(ReferenceKind.Secret, alias) switch
        {
            Lookup.Found found => Secret(found.Value),
            Lookup.Failed failed => Resolution.Failed(failed.Message),
            _ when entry?.Value is string => Resolution.Failed(
                $"The secret '{alias}' on line {Line(entry)} was encrypted by WSO2's cipher tool, whose key EmailConsole does not have. Put the plain secret into the file '{sources.Secrets.FileOf(alias)}', or write {alias} = \"[the secret]\"."),
            _ when entry is not null => Resolution.Failed(
                $"The secret '{alias}' on line {Line(entry)} is not a text. Write {alias} = \"[the secret]\"."),
            _ => Resolution.Failed(
                $"There is no secret '{alias}'. Put it into the file '{sources.Secrets.FileOf(alias)}', or write {alias} = \"[the secret]\" under [secrets]."),
        };
    }

    private static Resolution Secret(string value) => Resolution.Of(value) with { HoldsSecret = true };

    private static string Line(TomlItem item) => item.Line.ToString(CultureInfo.InvariantCulture);
}
