using System.Security.Cryptography;
using System.Xml.Linq;
using EmailConsole.Persistence;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace EmailConsole.Hosting.Keys;

/// <summary>Whether this console's certificates read keys.</summary>
internal sealed class KeyRingCheck(KeyRing ring, IServiceProvider services)
{
    private static readonly XName Secret = XName.Get("encryptedSecret", "http://schemas.asp.net/2015/03/dataProtection");

    /// <exception cref="CannotStartException">One was protected by another certificate.</exception>
    public void Run(IEnumerable<XElement> keys)
    {
        var decryptor = new EncryptedXmlDecryptor(services);
        foreach (var secret in keys.SelectMany(key => key.Descendants(Secret)))
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
}
