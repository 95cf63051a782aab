using System.Xml.Linq;
using EmailConsole.Persistence;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EmailConsole.Hosting.Keys;

/// <summary>Where the key ring is to be in the database from now on, takes the keys of the folder there, encrypted: what they protected is moved as it is.</summary>
/// <param name="ring">As it is to be.</param>
/// <param name="folder">As it was.</param>
internal sealed class KeyRingImport(
    KeyRing ring, DirectoryInfo folder, KeyRingStep step, IOptions<KeyManagementOptions> management, IDbContextFactory<EmailConsoleDb> contexts, ILoggerFactory loggers)
    : IDatabaseStep
{
    private static readonly XNamespace Format = "http://schemas.asp.net/2015/03/dataProtection";

    public Task CheckAsync(EmailConsoleDb? db, CancellationToken cancellationToken) => step.CheckAsync(db, cancellationToken);

    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        if (!ring.IsInDatabase)
        {
            return;
        }

        await using var db = (PostgresDb)await contexts.CreateDbContextAsync(cancellationToken);
        var known = await db.DataProtectionKeys.Select(key => key.FriendlyName).ToListAsync(cancellationToken);
        foreach (var key in new FileSystemXmlRepository(folder, loggers).GetAllElements())
        {
            var name = $"{key.Name.LocalName}-{(string?)key.Attribute("id") ?? (string?)key.Element("revocationDate")}";
            if (!known.Contains(name, StringComparer.Ordinal))
            {
                management.Value.XmlRepository!.StoreElement(Encrypt(key), name);
            }
        }
    }

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
