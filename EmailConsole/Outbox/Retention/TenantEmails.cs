using EmailConsole.Tenants;

namespace EmailConsole.Outbox.Retention;

/// <summary>Removes the messages of a tenant that goes, in small steps between the others' writes.</summary>
internal sealed class TenantEmails(IOutboxCare store) : ITenantData
{
    public async Task RemoveAsync(Guid tenantId, CancellationToken cancellationToken)
    {
        while (await store.RemoveTenantAsync(tenantId))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
