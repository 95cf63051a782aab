using EmailConsole.EmailProviders.Secrets;
using EmailConsole.EmailProviders.SuperTenant;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.EmailProviders;

/// <summary>Own, else the super tenant's. An own provider inherits nothing.</summary>
internal sealed class EffectiveProvider(
    IDbContextFactory<EmailConsoleDb> contexts, ProviderSecrets secrets, ISuperTenantProvider superTenant) : IEffectiveProvider
{
    public async Task<ProviderInForce?> FindAsync(Guid tenantId, CancellationToken cancellationToken)
    {
        if (tenantId != TenantDomain.SuperTenantId)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var own = await db.Set<EmailProvider>().AsNoTracking()
                .SingleOrDefaultAsync(p => p.TenantId == tenantId, cancellationToken);
            if (own is not null)
            {
                return new ProviderInForce(ProviderOrigin.Tenant, tenantId, own.Version, own.Settings, secrets.Read(own));
            }
        }

        return superTenant.Current.InForce;
    }
}
