using System.Globalization;
using EmailConsole.Persistence;
using EmailConsole.Persistence.Postgres;
using EmailConsole.Tests.Servers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace EmailConsole.Tests.Persistence.Postgres;

public sealed class PostgresStartTests
{
    [PostgresFact]
    public async Task Start_ThreeConsolesOnAnEmptyDatabase_MakeItOnce()
    {
        await using var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync(isEmpty: true);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => StartAsync(database.ConnectionString))));

        Assert.Contains("carbon.super", await database.ReadAllAsync(), StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Start_NobodyListens_SaysSo() =>
        Assert.Contains("cannot be reached", await RefuseAsync($"Host=127.0.0.1;Port={FreePorts.Take(1)[0].ToString(CultureInfo.InvariantCulture)};Database=none;Username=u;Password=Secret-4711"), StringComparison.Ordinal);

    [Fact]
    public async Task Start_NoSuchHost_SaysSo() =>
        Assert.Contains("cannot be reached", await RefuseAsync("Host=nowhere.invalid;Database=none;Username=u;Password=Secret-4711"), StringComparison.Ordinal);

    [PostgresFact]
    public async Task Start_WrongPassword_SaysSo()
    {
        await using var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();

        Assert.Contains("refused the sign-in", await RefuseAsync(Change(database, parts => parts.Password = "Secret-4711")), StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Start_NoSuchDatabase_SaysHowToMakeIt()
    {
        await using var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();

        Assert.Contains("\"nowhere\" does not exist. Create it", await RefuseAsync(Change(database, parts => parts.Database = "nowhere")), StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Start_ReadOnly_SaysSoAndChangesNothing()
    {
        var server = await PostgresServer.SharedAsync();
        await using var database = await server.CreateDatabaseAsync(isEmpty: true);
        await server.ExecuteAsync($"ALTER DATABASE {database.Name} SET default_transaction_read_only = on");

        Assert.Contains("takes no changes now", await RefuseAsync(database.ConnectionString), StringComparison.Ordinal);
    }

    /// <summary>While one node after another is upgraded, one of the version before may be started again.</summary>
    [PostgresFact]
    public async Task Start_TheNextVersionHasAddedToTheTables_Starts()
    {
        await using var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        await using var connection = new NpgsqlConnection(database.ConnectionString + ";Pooling=False");
        await connection.OpenAsync();
        await using var next = new NpgsqlCommand(
            """
            ALTER TABLE tenants ADD COLUMN ofthenext text;
            INSERT INTO "__EFMigrationsHistory" VALUES ('99991231000000_Next', '99');
            """,
            connection);
        await next.ExecuteNonQueryAsync();

        await StartAsync(database.ConnectionString);
    }

    [PostgresFact]
    public async Task Start_DatabaseOfAnEarlierForm_IsRefusedInWordsAndLeftAsItIs()
    {
        await using var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync(isEmpty: true);
        await using var connection = new NpgsqlConnection(database.ConnectionString + ";Pooling=False");
        await connection.OpenAsync();
        await using var earlier = new NpgsqlCommand(
            """
            CREATE TABLE "__EFMigrationsHistory" ("MigrationId" text PRIMARY KEY, "ProductVersion" text NOT NULL);
            INSERT INTO "__EFMigrationsHistory" VALUES ('20261129050528_Initial', '10.0.0');
            CREATE TABLE tenants (id uuid PRIMARY KEY);
            """,
            connection);
        await earlier.ExecuteNonQueryAsync();

        var refused = await Assert.ThrowsAsync<CannotStartException>(() => StartAsync(database.ConnectionString));

        Assert.Contains("is of an earlier, unreleased form", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Make another one", refused.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Start_OtherEncoding_SaysHowToMakeIt()
    {
        var server = await PostgresServer.SharedAsync();
        await using var database = await server.CreateDatabaseAsync(isEmpty: true, options: "TEMPLATE template0 ENCODING SQL_ASCII");

        Assert.Contains("ENCODING 'UTF8'", await RefuseAsync(database.ConnectionString), StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Start_UserMayNotMakeTables_SaysWhatToGrant()
    {
        var server = await PostgresServer.SharedAsync();
        await using var database = await server.CreateDatabaseAsync(isEmpty: true);
        await server.ExecuteAsync($"ALTER DATABASE {database.Name} OWNER TO postgres");

        Assert.Contains("GRANT CREATE, USAGE ON SCHEMA public", await RefuseAsync(database.ConnectionString), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("14.9", false)]
    [InlineData("15.0", true)]
    [InlineData("17.2", true)]
    public void IsSupported_Version_SaysSo(string version, bool expected) =>
        Assert.Equal(expected, PostgresStart.IsSupported(Version.Parse(version)));

    [Theory]
    [InlineData("Data Source=data/emailconsole.db")]
    [InlineData("Host=db;Password=Secret;4711")]
    [InlineData("Host=db;Secret-4711=1")]
    [InlineData("Host=db;Username=u")]
    [InlineData("postgres://u:Secret-4711@db/x")]
    public async Task Start_ConnectionStringOfAnotherForm_SaysWhichItIs(string connectionString)
    {
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(connectionString));

        Assert.Contains("ConnectionStrings:EmailConsole", refused.Message, StringComparison.Ordinal);
        Assert.Contains("PostgreSQL (Database:Provider) needs", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("4711", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_Settings_AreInForceWhereTheConnectionStringIsSilent()
    {
        var options = new DatabaseOptions { Provider = "postgresql", ConnectTimeout = TimeSpan.FromSeconds(7), CommandTimeout = TimeSpan.FromMinutes(1), MaxPoolSize = 9 };

        var silent = new NpgsqlConnectionStringBuilder(DatabaseLocation.Parse("Host=db;Database=x", options, path => path).ConnectionString);
        var own = new NpgsqlConnectionStringBuilder(DatabaseLocation.Parse("Host=db;Database=x;Timeout=3;CommandTimeout=4;MaxPoolSize=6", options, path => path).ConnectionString);

        Assert.Equal((7, 60, 9), (silent.Timeout, silent.CommandTimeout, silent.MaxPoolSize));
        Assert.Equal((3, 4, 6), (own.Timeout, own.CommandTimeout, own.MaxPoolSize));
    }

    [Fact]
    public void ToString_Location_HidesThePassword()
    {
        var location = DatabaseLocation.Parse("Host=db;Database=x;Password=Known-4711", new DatabaseOptions { Provider = "postgresql" }, path => path);

        Assert.Contains("x on db:5432", location.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("4711", location.ToString(), StringComparison.Ordinal);
    }

    private static string Change(PostgresDatabase database, Action<NpgsqlConnectionStringBuilder> change)
    {
        var parts = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        change(parts);
        return parts.ConnectionString;
    }

    private static async Task<string> RefuseAsync(string connectionString)
    {
        var refused = await Assert.ThrowsAsync<CannotStartException>(() => StartAsync(connectionString));

        Assert.StartsWith("ConnectionStrings:EmailConsole: the database ", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(new NpgsqlConnectionStringBuilder(connectionString).Password!, refused.Message, StringComparison.Ordinal);
        return refused.Message;
    }

    private static async Task StartAsync(string connectionString)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Provider"] = nameof(DatabaseKind.PostgreSql),
            ["ConnectionStrings:EmailConsole"] = connectionString,
        });
        builder.AddPersistence(path => path);
        builder.Services.AddSingleton(TimeProvider.System);
        using var host = builder.Build();
        await host.StartAsync();
        await host.StopAsync();
    }
}
