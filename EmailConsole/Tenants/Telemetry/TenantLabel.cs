using System.Diagnostics;
using EmailConsole.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tenants.Telemetry;

/// <summary>Adds the label <c>tenant</c> (its domain) to metrics, where the configuration asks for it: there may be many tenants.</summary>
internal sealed partial class TenantLabel(
    IConfiguration configuration, IDbContextFactory<EmailConsoleDb> contexts, TimeProvider time, ILogger<TenantLabel> logger) : IDisposable
{
    public const string Key = "Telemetry:TenantLabel";

    public const string Name = "tenant";

    private const int Capacity = 100_000;

    // A domain never changes
    private readonly BoundedCache<Guid, string> _domains = new(Capacity, time);

    public bool IsOn { get; } = configuration.GetValue<bool>(Key);

    public void AddTo(ref TagList tags, Guid tenantId)
    {
        if (IsOn)
        {
            tags.Add(Name, DomainOf(tenantId));
        }
    }

    /// <summary>The domain, read once a tenant; its id where there is none any more, or as long as the database cannot be read.</summary>
    public string DomainOf(Guid tenantId)
    {
        try
        {
            if (!_domains.TryGet(tenantId, out var domain))
            {
                _domains.Set(tenantId, domain = Find(tenantId));
            }

            return domain;
        }
        catch (Exception e)
        {
            // What is counted has happened; a label must not undo it
            LogUnreadable(e, tenantId);
            return tenantId.ToString("D");
        }
    }

    public void Dispose() => _domains.Dispose();

    private string Find(Guid tenantId)
    {
        using var db = contexts.CreateDbContext();
        return db.Set<Tenant>().Where(t => t.Id == tenantId).Select(t => t.Domain).FirstOrDefault() ?? tenantId.ToString("D");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The domain of tenant {TenantId} could not be read; metrics name its id instead.")]
    private partial void LogUnreadable(Exception exception, Guid tenantId);
}
