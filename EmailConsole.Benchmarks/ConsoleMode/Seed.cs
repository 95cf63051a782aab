using System.Globalization;
using EmailConsole.EmailProviders;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Benchmarks.ConsoleMode;

/// <summary>Fills the database of a console that has been started once.</summary>
internal static class Seed
{
    private const int Batch = 10_000;

    public static string Domain(int i) => string.Create(CultureInfo.InvariantCulture, $"tenant-{i:D6}.example");

    public static async Task RunAsync(string home, int tenants)
    {
        var options = new DbContextOptionsBuilder<EmailConsoleDb>()
            .UseSqlite($"Data Source={Path.Combine(home, "data", "emailconsole.db")}")
            .Options;
        for (var first = 0; first < tenants; first += Batch)
        {
            await using var db = new SqliteDb(options);
            db.ChangeTracker.AutoDetectChangesEnabled = false;
            foreach (var i in Enumerable.Range(first, Math.Min(Batch, tenants - first)))
            {
                var tenant = new Tenant { Domain = Domain(i), CreatedAt = DateTimeOffset.UnixEpoch };
                db.Add(tenant);
                db.Add(Provider(tenant));
            }

            await db.SaveChangesAsync();
        }
    }

    private static EmailProvider Provider(Tenant tenant) => new()
    {
        TenantId = tenant.Id,
        UpdatedBy = "admin@carbon.super",
        UpdatedAt = DateTimeOffset.UnixEpoch,
        Settings = new EmailProviderSettings
        {
            Host = $"smtp.{tenant.Domain}",
            FromAddress = $"codes@{tenant.Domain}",
            AuthenticationType = AuthenticationType.None,
        },
    };
}
