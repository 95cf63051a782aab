using System.Data.Common;
using EmailConsole.Persistence;
using EmailConsole.Persistence.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EmailConsole.Tests.Persistence;

public sealed class DatabaseStartupTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Start_DatabaseOfAnEarlierForm_IsRefusedInWordsAndLeftAsItIs()
    {
        await ExecuteAsync("""
            CREATE TABLE "__EFMigrationsHistory" ("MigrationId" TEXT NOT NULL PRIMARY KEY, "ProductVersion" TEXT NOT NULL);
            INSERT INTO "__EFMigrationsHistory" VALUES ('20261123223947_Initial', '10.0.0'), ('20261128192349_GuideTicks', '10.0.0');
            CREATE TABLE "Tenants" ("Id" TEXT NOT NULL PRIMARY KEY, "Domain" TEXT NOT NULL);
            INSERT INTO "Tenants" VALUES ('0199F000-0000-7000-8000-00000000F000', 'foo.example');
            """);
        var before = await File.ReadAllBytesAsync(_folder["a.db"]);

        var refused = await Assert.ThrowsAsync<CannotStartException>(() => StartAsync());

        Assert.Contains($"{_folder["a.db"]} is of an earlier, unreleased form", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Move it aside", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(_folder["a.db"]));
    }

    [Fact]
    public async Task Start_KilledBeforeTheFirstMigration_MakesTheDatabase()
    {
        await ExecuteAsync("""CREATE TABLE "__EFMigrationsHistory" ("MigrationId" TEXT NOT NULL PRIMARY KEY, "ProductVersion" TEXT NOT NULL)""");

        await StartAsync();

        Assert.Equal(1L, await ExecuteAsync("SELECT COUNT(*) FROM Tenants"));
    }

    [Fact]
    public async Task Start_NewDatabase_KeepsEveryIdAsSixteenBytesAndEveryTextByCodePoint()
    {
        await StartAsync();

        Assert.Equal("blob 16", await ExecuteAsync("SELECT typeof(Id) || ' ' || length(Id) FROM Tenants"));
        Assert.Equal(0L, await ExecuteAsync("SELECT COUNT(*) FROM sqlite_master WHERE sql LIKE '%COLLATE%'"));
        Assert.Equal(0L, await ExecuteAsync(
            "SELECT COUNT(*) FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table' AND c.type <> 'BLOB' "
            + "AND (c.name IN ('Id', 'Version', 'ProviderOwner') OR c.name LIKE '%TenantId' OR c.name IN ('MessageId', 'AccountId')) AND t.name NOT LIKE '\\_\\_%' ESCAPE '\\'"));
    }

    [Fact]
    public async Task Start_BrokenOffBeforeAnyCommandOfAMigration_GoesOnInTheNext()
    {
        var applied = 0L;
        var breaks = 0;
        for (var after = 0; ; after++)
        {
            var start = new BreaksOff(after);
            try
            {
                await StartAsync(start);
                break;
            }
            catch (CannotStartException e) when (e.InnerException is BrokenOffException)
            {
                breaks++;
            }

            // Each migration from its first command on
            if (await ExecuteAsync("SELECT COUNT(*) FROM sqlite_master WHERE name = '__EFMigrationsHistory'") is 1L
                && (long)(await ExecuteAsync("SELECT COUNT(*) FROM \"__EFMigrationsHistory\""))! is var now && now > applied)
            {
                (applied, after) = (now, -1);
            }
        }

        Assert.InRange(breaks, 50, 1_000);
        Assert.Null(await ExecuteAsync("PRAGMA foreign_key_check"));
        Assert.Equal(0L, await ExecuteAsync("SELECT COUNT(*) FROM sqlite_master WHERE name LIKE 'ef_temp%'"));
        Assert.Equal(1L, await ExecuteAsync("SELECT COUNT(*) FROM Tenants"));
    }

    /// <summary>By itself EF Core would commit before it switches foreign keys off, and again before it switches them on.</summary>
    [Fact]
    public async Task Migration_RebuildsATable_IsOneTransaction()
    {
        await StartAsync();
        await using var db = new SqliteDb(
            new DbContextOptionsBuilder<EmailConsoleDb>().UseSqlite(ConnectionString).ReplaceService<IMigrationsSqlGenerator, WholeMigrations>().Options);

        var commands = db.GetService<IMigrationsSqlGenerator>().Generate(
            [new DropForeignKeyOperation { Table = "Accounts", Name = "FK_Accounts_Tenants_TenantId" }], db.GetService<IDesignTimeModel>().Model);

        Assert.Contains(commands, c => c.CommandText.Contains("ef_temp_Accounts", StringComparison.Ordinal));
        Assert.DoesNotContain(commands, c => c.TransactionSuppressed || c.CommandText.Contains("PRAGMA", StringComparison.Ordinal));
    }

    private async Task StartAsync(DbCommandInterceptor? interceptor = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["ConnectionStrings:EmailConsole"] = ConnectionString });
        builder.AddPersistence(path => path);
        builder.Services.AddSingleton(TimeProvider.System);
        if (interceptor is not null)
        {
            var options = builder.Services.Single(d => d.ServiceType == typeof(DbContextOptions<EmailConsoleDb>)).ImplementationFactory!;
            builder.Services.AddSingleton(provider => new DbContextOptionsBuilder<EmailConsoleDb>((DbContextOptions<EmailConsoleDb>)options(provider)).AddInterceptors(interceptor).Options);
        }

        using var host = builder.Build();
        await host.StartAsync();
        await host.StopAsync();
    }

    private async Task<object?> ExecuteAsync(string sql)
    {
        await using var database = new SqliteConnection(ConnectionString);
        await database.OpenAsync();
        await using var command = database.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }

    private string ConnectionString => $"Data Source={_folder["a.db"]};Pooling=False";

    private sealed class BrokenOffException() : IOException("The process is gone");

    /// <summary>What is left by a process that ends before a command.</summary>
    private sealed class BreaksOff(int after) : DbCommandInterceptor
    {
        private int _commands;

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
            _commands++ == after ? throw new BrokenOffException() : ValueTask.FromResult(result);
    }
}
