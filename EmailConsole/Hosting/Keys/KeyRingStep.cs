using System.Security.Cryptography;
using System.Xml.Linq;
using EmailConsole.Persistence;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EmailConsole.Hosting.Keys;

/// <summary>
/// Refuses a key ring that this console cannot read, which would otherwise be passed over for a new key: what is stored could then not be read here,
/// and what is stored here nowhere else. Makes the first key, so that two consoles that start at once have the same.
/// </summary>
internal sealed class KeyRingStep(
    KeyRing ring, IOptions<KeyManagementOptions> management, IDataProtectionProvider protection, IServiceProvider services) : IDatabaseStep
{
    private static readonly XName Secret = XName.Get("encryptedSecret", "http://schemas.asp.net/2015/03/dataProtection");

    public async Task CheckAsync(EmailConsoleDb? db, CancellationToken cancellationToken)
    {
        if (!ring.IsInDatabase && db is PostgresDb postgres && await postgres.DataProtectionKeys.AnyAsync(cancellationToken))
        {
            throw new CannotStartException(
                "KeyRing:Certificate: the key ring is in the database, protected by a certificate, and none is named. Name the one that the other consoles on this database have. Nothing was changed.");
        }

        if (ring.IsInDatabase && db is null)
        {
            return;
        }

        var decryptor = new EncryptedXmlDecryptor(services);
        foreach (var secret in management.Value.XmlRepository!.GetAllElements().SelectMany(key => key.Descendants(Secret)))
        {
            try
            {
                decryptor.Decrypt(secret.Elements().Single());
            }
            catch (CryptographicException e)
            {
                throw new CannotStartException(
                    $"KeyRing:Certificate: the key ring was protected by another certificate than {ring.Current?.Subject ?? "none"} ({ring.Current?.Thumbprint}). "
                    + "Name that one, in KeyRing:OldCertificates where it was replaced. Nothing was changed.",
                    e);
            }
        }
    }

    public Task CompleteAsync(CancellationToken cancellationToken)
    {
        protection.CreateProtector("first key").Protect([1]);
        return Task.CompletedTask;
    }
}
