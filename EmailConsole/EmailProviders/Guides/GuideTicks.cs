using System.Security.Claims;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EmailConsole.EmailProviders.Guides;

/// <summary>A step of a guide that is done for a tenant, whoever of its administrators did it.</summary>
internal sealed class GuideTick
{
    public Guid TenantId { get; init; }

    public string GuideId { get; init; } = "";

    /// <summary>From 0 on.</summary>
    public int Step { get; init; }
}

/// <summary>Keeps what is ticked in the guides of a tenant. Authorises every call; nothing else follows from a tick.</summary>
public interface IGuideTicks
{
    /// <returns>Steps from 0 on; empty where the person may not see them.</returns>
    Task<IReadOnlySet<int>> FindAsync(ClaimsPrincipal person, string? tenantDomain, string guideId, CancellationToken cancellationToken);

    /// <returns>False: the person may not, or there is no such step.</returns>
    Task<bool> KeepAsync(ClaimsPrincipal person, string? tenantDomain, string guideId, int step, bool isDone, CancellationToken cancellationToken);
}

/// <summary>In the database.</summary>
internal sealed class GuideTicks(TenantAccess access, IDbContextFactory<EmailConsoleDb> contexts) : IGuideTicks
{
    public async Task<IReadOnlySet<int>> FindAsync(ClaimsPrincipal person, string? tenantDomain, string guideId, CancellationToken cancellationToken)
    {
        if (await TenantOfAsync(person, tenantDomain, guideId, cancellationToken) is not { } tenantId)
        {
            return new HashSet<int>();
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<GuideTick>().Where(t => t.TenantId == tenantId && t.GuideId == guideId).Select(t => t.Step).ToHashSetAsync(cancellationToken);
    }

    public async Task<bool> KeepAsync(
        ClaimsPrincipal person, string? tenantDomain, string guideId, int step, bool isDone, CancellationToken cancellationToken)
    {
        if (step < 0 || step >= GuideLibrary.Find(guideId)?.Steps.Count || await TenantOfAsync(person, tenantDomain, guideId, cancellationToken) is not { } tenantId)
        {
            return false;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var ticked = db.Set<GuideTick>().Where(t => t.TenantId == tenantId && t.GuideId == guideId && t.Step == step);
        if (!isDone)
        {
            await ticked.ExecuteDeleteAsync(cancellationToken);
        }
        else if (!await ticked.AnyAsync(cancellationToken))
        {
            db.Add(new GuideTick { TenantId = tenantId, GuideId = guideId, Step = step });
            try
            {
                await db.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateException) when (ticked.Any())
            {
                // Somebody else ticked it at the same moment
            }
        }

        return true;
    }

    private async Task<Guid?> TenantOfAsync(ClaimsPrincipal person, string? tenantDomain, string guideId, CancellationToken cancellationToken) =>
        GuideLibrary.Find(guideId) is not null
        && await access.DecideAsync(person, tenantDomain, TenantPermission.ManageProvider, cancellationToken) is TenantDecision.Granted granted
            ? granted.Tenant.Id
            : null;
}

internal sealed class GuideTickMapping : IEntityTypeConfiguration<GuideTick>
{
    public void Configure(EntityTypeBuilder<GuideTick> builder)
    {
        builder.ToTable("GuideTicks");
        builder.HasKey(t => new { t.TenantId, t.GuideId, t.Step });
        builder.Property(t => t.GuideId).HasMaxLength(64);
        builder.HasOne<Tenant>().WithMany().HasForeignKey(t => t.TenantId).OnDelete(DeleteBehavior.Cascade);
    }
}
