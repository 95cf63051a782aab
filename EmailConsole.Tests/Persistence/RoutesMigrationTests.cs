using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Kinds;
using EmailConsole.Persistence;
using EmailConsole.Tests.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace EmailConsole.Tests.Persistence;

/// <summary>What a database of the version before has is there afterwards.</summary>
public sealed class RoutesMigrationTests
{
    private const string Insert =
        "INSERT INTO EmailProviders (TenantId, UpdatedBy, UpdatedAt, Version, ProtectedPassword, Settings_AuthenticationType, Settings_DisplayNameMode, Settings_Encryption, "
        + "Settings_FromAddress, Settings_Host, Settings_Port, Settings_Server) SELECT Id, 'anna', CreatedAt, Id, 'secret', 'Basic', 'LeaveToServer', 'Tls', 'codes@foo.example', "
        + "'smtp.foo.example', 465, 'Own' FROM Tenants";

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Migrate_AProviderOfTheVersionBefore_KeepsItsTenantsIdAndIsInForce(DatabaseKind kind)
    {
        using var folder = new TemporaryFolder();
        await using var postgres = kind == DatabaseKind.PostgreSql ? await (await PostgresServer.SharedAsync()).CreateDatabaseAsync(isEmpty: true) : null;
        await using EmailConsoleDb db = postgres is null
            ? new SqliteDb(new DbContextOptionsBuilder<EmailConsoleDb>().UseSqlite($"Data Source={folder["before.db"]};Pooling=False").Options)
            : new PostgresDb(new DbContextOptionsBuilder<EmailConsoleDb>().UseNpgsql(postgres.ConnectionString + ";Pooling=False").Options);
        await db.GetService<IMigrator>().MigrateAsync(db.Database.GetMigrations().TakeWhile(m => !m.EndsWith("_Routes", StringComparison.Ordinal)).Last());
        await db.Database.ExecuteSqlRawAsync(Insert);

        await db.Database.MigrateAsync();

        var provider = await db.Set<EmailProvider>().SingleAsync();
        Assert.Equal((provider.TenantId, 0, "", true, "secret"), (provider.Id, provider.Position, provider.Name, provider.IsEnabled, provider.ProtectedPassword));
        Assert.Equal((ProviderKinds.Smtp, KindValues.None, "smtp.foo.example"), (provider.Settings.Kind, provider.Settings.Values, provider.Settings.Host));
        db.Add(new EmailProvider { Id = Guid.CreateVersion7(), TenantId = provider.TenantId, Position = 1 });
        await db.SaveChangesAsync();
    }
}
