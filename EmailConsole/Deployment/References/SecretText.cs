using System.Text;

namespace EmailConsole.Deployment.References;

/// <summary>Texts of the configuration in which <c>$secret{alias}</c> stands for a file of the secrets folder.</summary>
internal sealed class SecretText(SecretsFolder secrets)
{
    public Lookup Resolve(string text)
    {
        var resolved = new StringBuilder();
        foreach (var part in ReferenceText.Parse(text))
        {
            switch (part)
            {
                case ReferencePart.Reference { Kind: ReferenceKind.Secret, Name: [ReferencePart.Literal alias] }:
                    switch (secrets.Find(alias.Text))
                    {
                        case Lookup.Found found:
                            resolved.Append(found.Value);
                            break;
                        case Lookup.Failed failed:
                            return failed;
                        default:
                            return new Lookup.Failed($"There is no secret '{alias.Text}'. Put it into the file '{secrets.FileOf(alias.Text)}'.");
                    }

                    break;
                case ReferencePart.Reference other:
                    resolved.Append(other.Written);
                    break;
                case ReferencePart.Literal literal:
                    resolved.Append(literal.Text);
                    break;
            }
        }

        return new Lookup.Found(resolved.ToString());
    }
}
