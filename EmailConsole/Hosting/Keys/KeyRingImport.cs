using System.Xml;
using System.Xml.Linq;
using EmailConsole.Persistence;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Hosting.Keys;

/// <summary>Takes the keys of the folder into the database, encrypted: what they protected can be read as before.</summary>
internal sealed class KeyRingImport(KeyRing ring, KeyRingCheck check, IDbContextFactory<EmailConsoleDb> contexts, ILoggerFactory loggers)
{
    private static readonly XNamespace Format = "http://schemas.asp.net/2015/03/dataProtection";

    /// <returns>The folder's keys; none where they stay there.</returns>
    /// <exception cref="CannotStartException">They cannot be read.</exception>
    public IReadOnlyCollection<XElement> Read()
    {
        // It would be made
        if (!ring.IsInDatabase || !ring.Folder.Exists)
        {
            return [];
        }

        try
        {
            var keys = new FileSystemXmlRepository(ring.Folder, loggers).GetAllElements();
            check.Run(keys);
            return keys;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or XmlException)
        {
            throw new CannotStartException($"KeyRing:Path: the keys in the folder {ring.Folder} cannot be read: {e.Message} Nothing was changed.", e);
        }
    }

    /// <summary>All or none; those that are there already are passed over.</summary>
    public async Task StoreAsync(IReadOnlyCollection<XElement> keys, CancellationToken cancellationToken)
    {
        if (keys.Count == 0)
        {
            return;
        }

        await using var db = (PostgresDb)await contexts.CreateDbContextAsync(cancellationToken);
        var known = await db.DataProtectionKeys.Select(key => key.FriendlyName).ToListAsync(cancellationToken);
        db.DataProtectionKeys.AddRange(keys.Select(key => (Key: key, Name: NameOf(key))).Where(key => !known.Contains(key.Name, StringComparer.Ordinal))
            .Select(key => new DataProtectionKey { FriendlyName = key.Name, Xml = Encrypt(key.Key).ToString(SaveOptions.DisableFormatting) }));
        await db.SaveChangesAsync(cancellationToken);
    }

    private static string NameOf(XElement key) => $"{key.Name.LocalName}-{(string?)key.Attribute("id") ?? (string?)key.Element("revocationDate")}";

    // As Data Protection does with a new one
    private XElement Encrypt(XElement key)
    {
        var encryptor = new CertificateXmlEncryptor(ring.Current!, loggers);
        foreach (var secret in key.Descendants().Where(e => (bool?)e.Attribute(Format + "requiresEncryption") == true).ToList())
        {
            var encrypted = encryptor.Encrypt(secret);
            secret.ReplaceWith(new XElement(
                Format + "encryptedSecret", new XAttribute("decryptorType", encrypted.DecryptorType.AssemblyQualifiedName!), encrypted.EncryptedElement));
        }

        return key;
    }
}
