using System.Xml.Linq;
using EmailConsole.EmailProviders;
using EmailConsole.Outbox.Store;
using EmailConsole.Persistence;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EmailConsole.Hosting.Keys;

/// <summary>
/// Refuses a key ring that this console cannot read, which would otherwise be passed over for a new key: what is stored could then not be read here,
/// and what is stored here nowhere else. Where the key ring is in the database from now on, takes the keys of the folder there. Makes the first key,
/// so that two consoles that start at once have the same.
/// </summary>
internal sealed class KeyRingStep(
    KeyRing ring, KeyRingCheck check, KeyRingImport import, IOptions<KeyManagementOptions> management, IDataProtectionProvider protection) : IDatabaseStep
{
    // What the check has found
    private IReadOnlyCollection<XElement> _ofFolder = [];

    public async Task CheckAsync(EmailConsoleDb? db, CancellationToken cancellationToken)
    {
        if (db is PostgresDb postgres)
        {
            var isEmpty = !await postgres.DataProtectionKeys.AnyAsync(cancellationToken);
            if (!isEmpty && !ring.IsInDatabase)
            {
                throw new CannotStartException(
                    "KeyRing:Certificate: the key ring is in the database, protected by a certificate, and none is named. Name the one that the other consoles on this database have. Nothing was changed.");
            }

            if (isEmpty && ring.IsInDatabase)
            {
                _ofFolder = import.Read();
                if (_ofFolder.Count == 0 && await HoldsSecretsAsync(postgres, cancellationToken))
                {
                    throw new CannotStartException(
                        $"KeyRing:Path: the database holds secrets or messages, and there is no key that reads them, neither in it nor in the folder {ring.Folder}. "
                        + "Name the folder of the keys of before: they are taken into the database, protected by the certificate. Nothing was changed.");
                }
            }
        }

        if (db is not null || !ring.IsInDatabase)
        {
            check.Run(management.Value.XmlRepository!.GetAllElements());
        }
    }

    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await import.StoreAsync(_ofFolder, cancellationToken);
        protection.CreateProtector("first key").Protect([1]);
    }

    private static async Task<bool> HoldsSecretsAsync(PostgresDb db, CancellationToken cancellationToken) =>
        await db.Set<OutboxContent>().IgnoreQueryFilters().AnyAsync(cancellationToken)
        || await db.Set<EmailProvider>().IgnoreQueryFilters().AnyAsync(
            p => p.ProtectedPassword != null || p.ProtectedClientSecret != null || p.ProtectedSecrets != null || p.ProtectedWritten != null, cancellationToken);
}
