using EmailConsole.EmailProviders.Api.Mapping;
using EmailConsole.Rest;

namespace EmailConsole.EmailProviders.Api.Answers;

/// <summary>
/// The properties of a sender that EmailConsole does not know: nobody here can say that one is no secret. Who may write them reads
/// them again, as their scripts expect; all others read asterisks.
/// </summary>
internal static class MaskedProperties
{
    private const string Mask = "********";

    /// <summary>What a caller may read of a sender.</summary>
    public static WrittenSender? For(RestCaller? caller, WrittenSender? written)
    {
        if (written is null)
        {
            return null;
        }

        var (mayWrite, kind) = (MayWrite(caller), SenderKind.Of(written));
        var secrets = written.Properties.Keys.Where(key => SenderProperties.IsSecret(key, kind)).ToList();
        return written with
        {
            Properties = written.Properties
                .RemoveRange(secrets)
                .SetItems(written.Properties.Keys
                    .Where(key => !mayWrite && !SenderKeys.IsHarmless(key) && !SenderKind.HasField(kind, key) && !secrets.Contains(key))
                    .Select(key => KeyValuePair.Create(key, Mask))),
        };
    }

    /// <summary>What a caller sends who has read asterisks: such a property keeps its value, and one that there is no value for is left out.</summary>
    public static WrittenSender Keep(WrittenSender sent, WrittenSender? stored) => sent.Properties
        .Where(property => !SenderKeys.IsHarmless(property.Key) && !SenderKind.HasField(SenderKind.Of(sent), property.Key) && IsMask(property.Value))
        .Aggregate(sent, (sender, property) => sender.With(property.Key, stored?[property.Key]));

    private static bool IsMask(string value) => value.Length > 0 && value.All(c => c == '*');

    private static bool MayWrite(RestCaller? caller) => caller is RestCaller.Token token
        ? SenderScopes.Create.Concat(SenderScopes.Update).Any(token.Scopes.Contains)
        : caller?.May(RestPermission.Administer) == true;
}
