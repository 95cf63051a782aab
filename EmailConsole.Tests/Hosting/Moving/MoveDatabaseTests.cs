using System.Diagnostics;
using EmailConsole.Hosting.Moving;
using EmailConsole.Persistence;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Outbox.Api;
using EmailConsole.Tests.Persistence;
using EmailConsole.Tests.Sending.Lanes;
using EmailConsole.Tests.Servers;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace EmailConsole.Tests.Hosting.Moving;

public sealed class MoveDatabaseTests : IAsyncLifetime
{
    private const string LongAnalyzesSql =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query = 'ANALYZE' AND clock_timestamp() - query_start > interval '1500 ms'";

    private readonly TemporaryFolder _home = new();
    private readonly ScriptedSmtpServer _server = new();
    private PostgresDatabase _target = null!;
    private TestDatabase _source = null!;

    private string SourceFile => _home["data/emailconsole.db"];

    public async Task InitializeAsync()
    {
        // Whatever the other tests run on
        Directory.CreateDirectory(_home["data"]);
        _target = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync(isEmpty: true);
        _source = TestDatabase.Of(new SqliteConnectionStringBuilder { DataSource = SourceFile, Pooling = false });
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _target.DisposeAsync();
        _home.Dispose();
    }

    [PostgresFact]
    public async Task Move_DatabaseWithMailThatWaits_IsAllThereAndGoesOnThere()
    {
        _server.Start();
        Guid waiting;
        IReadOnlyList<string> before;
        await using (var console = Bed(_source))
        {
            using var client = await SendClient.OpenAsync(console, "foo.example");
            await client.UntilAsync(await client.SendAsync(), "delivered");
            await console.UpdateAsync(await console.AddTenantAsync(), LaneBed.SettingsFor(_server) with { DisplayName = "Ä \u2028 😀" });
            waiting = await client.SendAsync(SendClient.Good.Replace("\"subject\"", $"\"sendAt\":\"{TimeProvider.System.GetUtcNow().AddSeconds(10):O}\",\"subject\"", StringComparison.Ordinal));
            await using var db = await console.OpenDbAsync();
            before = await DatabaseContent.ReadAllAsync(db);
        }

        // The last connection takes what was written ahead into the file
        await Bound.UntilAsync(() => !File.Exists($"{SourceFile}-wal"));
        var file = await File.ReadAllBytesAsync(SourceFile);

        var (status, output) = await MoveAsync();

        Assert.True(status == 0, output);
        Assert.Contains("OutboxMessages: 2 of 2", output, StringComparison.Ordinal);
        Assert.Equal(file, await File.ReadAllBytesAsync(SourceFile));
        await using (var target = Open())
        {
            AssertSame(before, await DatabaseContent.ReadAllAsync(target));
        }

        await using var database = TestDatabase.Of(_target);
        await using var moved = Bed(database);
        using var again = await SendClient.OpenAsync(moved, "foo.example");
        await again.UntilAsync(waiting, "delivered");
        Assert.Equal(2, _server.Messages.Count);
    }

    [PostgresFact]
    public async Task Move_KilledInTheMiddle_GoesOnWhereItStopped()
    {
        await FillAsync(messages: 30_000);
        var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "EmailConsole.dll"), MoveDatabaseCommand.Name, .. Arguments()])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        while (await process.StandardOutput.ReadLineAsync() is { } line && !line.StartsWith("OutboxMessages: ", StringComparison.Ordinal))
        {
        }

        process.Kill();
        await process.WaitForExitAsync();

        await using (var early = ConsoleProcess.Start(_home, "Development", "--Database:Provider=PostgreSql", $"--ConnectionStrings:EmailConsole={_target.ConnectionString}"))
        {
            Assert.Equal(78, await early.ExitAsync());
            Assert.Contains("has not yet copied all of", early.Errors, StringComparison.Ordinal);
        }

        var (status, output) = await MoveAsync();

        Assert.True(status == 0, output);
        Assert.Contains("Going on where it stopped", output, StringComparison.Ordinal);
        Assert.DoesNotContain("OutboxMessages: 2,000 of", output, StringComparison.Ordinal);
        await using var source = Open(_source.ConnectionString);
        await using var target = Open();
        AssertSame(await DatabaseContent.ReadAllAsync(source), await DatabaseContent.ReadAllAsync(target));
    }

    [PostgresFact]
    public async Task Move_ConsoleRuns_IsRefused()
    {
        await using var console = Bed(_source);
        _ = console.Url;

        var (status, output) = await MoveAsync();

        Assert.Equal(78, status);
        Assert.Contains("in use by another EmailConsole", output, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Move_SourceChangedSinceItStopped_IsRefused()
    {
        await FillAsync(messages: 3);
        using var stop = new CancellationTokenSource();
        await using (var watched = new WatchedOutput(line => line.StartsWith("OutboxMessages: ", StringComparison.Ordinal) ? stop.CancelAsync() : Task.CompletedTask))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => MoveDatabaseCommand.RunAsync([.. Arguments()], watched, stop.Token));
        }

        await using (var db = Open(_source.ConnectionString))
        {
            Assert.Equal(1, await db.Database.ExecuteSqlRawAsync("UPDATE OutboxMessages SET State = 1 WHERE InternetMessageId = '1@x.example'"));
        }

        var (status, output) = await MoveAsync();

        Assert.Equal(78, status);
        Assert.Contains("which has changed since", output, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Move_ConsoleRunsOnTheTarget_IsRefused()
    {
        await FillAsync(messages: 3);
        await using var database = TestDatabase.Of(_target);
        await using var console = Bed(database);
        _ = console.Url;

        var (status, output) = await MoveAsync();

        Assert.Equal(78, status);
        Assert.Contains("in use by another EmailConsole", output, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Move_AnalyzeTakesLong_EndsOnceItIsDone()
    {
        await FillAsync(messages: 3);
        await using var other = await ConnectAsync();
        await using var observer = await ConnectAsync();
        NpgsqlTransaction? hold = null;
        await using var watched = new WatchedOutput(async line =>
        {
            if (hold is null && line.StartsWith("OutboxMessages: ", StringComparison.Ordinal))
            {
                // Only ANALYZE waits for it
                hold = await other.BeginTransactionAsync();
                await ScalarAsync(other, "LOCK TABLE outboxmessages IN SHARE UPDATE EXCLUSIVE MODE");
            }
        });
        string[] arguments = [.. Arguments()];
        arguments[1] += ";Command Timeout=1";

        var move = MoveDatabaseCommand.RunAsync(arguments, watched, CancellationToken.None);
        while (!move.IsCompleted && await ScalarAsync(observer, LongAnalyzesSql) is not 1L)
        {
            await Task.Yield();
        }

        Assert.Equal(true, await ScalarAsync(observer, "SELECT to_regclass('unfinished_move') IS NOT NULL"));
        await hold!.RollbackAsync();
        Assert.True(await move == 0, watched.ToString());
    }

    [PostgresFact]
    public async Task Move_TargetHasRows_IsRefusedAndLeftAsItIs()
    {
        await using (var console = Bed(_source))
        {
            // Makes the keys
            _ = console.Url;
        }

        await FillAsync(messages: 3);
        Assert.Equal(0, (await MoveAsync()).Status);
        var before = await _target.ReadAllAsync();

        // With a certificate the keys would be taken there
        var (status, output) = await MoveAsync(MakeCertificate());

        Assert.Equal(78, status);
        Assert.Contains("not empty", output, StringComparison.Ordinal);
        Assert.Equal(before, await _target.ReadAllAsync());
    }

    [PostgresFact]
    public async Task Move_WithACertificate_TakesTheKeysAlongAndNoSecretIsReadable()
    {
        await using (var console = Bed(_source))
        {
            _ = console.Url;
            Assert.Equal("Known-Secret", Unprotect(console, File.ReadAllText(_home.Write("secret", Protect(console, "Known-Secret")))));
        }

        var (status, output) = await MoveAsync(MakeCertificate());

        Assert.True(status == 0, output);
        Directory.Delete(_home["data/keys"], recursive: true);
        await using var database = TestDatabase.Of(_target);
        await using var moved = Bed(database, new() { ["KeyRing:Certificate"] = _home["a.pfx"], ["KeyRing:CertificatePassword"] = "pw" });
        Assert.Equal("Known-Secret", Unprotect(moved, File.ReadAllText(_home["secret"])));
        Assert.DoesNotContain("masterKey", await _target.ReadAllAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Move_NoTarget_SaysHow()
    {
        await using var output = new StringWriter();

        Assert.Equal(2, await MoveDatabaseCommand.RunAsync([], output, CancellationToken.None));
        Assert.Contains("move-database --to", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("PGPASSFILE", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Password=", output.ToString(), StringComparison.Ordinal);
    }

    private string[] MakeCertificate()
    {
        using var certificate = Keys.KeyRingTests.Make("a");
        File.WriteAllBytes(_home["a.pfx"], certificate.Export(System.Security.Cryptography.X509Certificates.X509ContentType.Pkcs12, "pw"));
        return [$"--KeyRing:Certificate={_home["a.pfx"]}", "--KeyRing:CertificatePassword=pw"];
    }

    private async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(_target.ConnectionString + ";Pooling=False");
        await connection.OpenAsync();
        return connection;
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private static string Protect(ConsoleApplication console, string text) =>
        Microsoft.AspNetCore.DataProtection.DataProtectionCommonExtensions.Protect(
            console.Service<Microsoft.AspNetCore.DataProtection.IDataProtectionProvider>().CreateProtector("test"), text);

    private static string Unprotect(ConsoleApplication console, string text) =>
        Microsoft.AspNetCore.DataProtection.DataProtectionCommonExtensions.Unprotect(
            console.Service<Microsoft.AspNetCore.DataProtection.IDataProtectionProvider>().CreateProtector("test"), text);

    // So that it says which
    private static void AssertSame(IReadOnlyList<string> expected, IReadOnlyList<string> actual)
    {
        Assert.Equal(expected.Except(actual, StringComparer.Ordinal).Take(3), actual.Except(expected, StringComparer.Ordinal).Take(3));
        Assert.Equal(expected.Count, actual.Count);
    }

    private static SqliteDb Open(string sqlite) => new SqliteDb(new DbContextOptionsBuilder<EmailConsoleDb>().UseSqlite(sqlite).Options);

    private PostgresDb Open() => new(new DbContextOptionsBuilder<EmailConsoleDb>().UseNpgsql(_target.ConnectionString + ";Pooling=False").Options);

    private async Task FillAsync(int messages)
    {
        await using var db = Open(_source.ConnectionString);
        await db.Database.MigrateAsync();
        await db.Database.ExecuteSqlAsync(
            $"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {messages})
            INSERT INTO OutboxMessages (Id, TenantId, RouteStep, Door, State, Priority, AcceptedAt, WantedAt, DueAt, ExpiresAt, HasOwnExpiry, InternetMessageId, Attempts, AttemptsBefore, Size, Version)
            SELECT randomblob(16), (SELECT Id FROM Tenants), 0, 0, 0, 1, 1000000 * i, 1000000 * i, 1000000 * i, 2000000 * i, i % 2, i || '@x.example', 0, 0, 500, randomblob(16) FROM n WHERE {messages} > 0;
            INSERT INTO OutboxContents (MessageId, Protected) SELECT Id, randomblob(500) FROM OutboxMessages;
            INSERT INTO OutboxRecipients (MessageId, Ordinal, TenantId, Kind, Address, State) SELECT Id, 0, TenantId, 0, 'Some.One@Bar.Example', 0 FROM OutboxMessages;
            """);
    }

    private async Task<(int Status, string Output)> MoveAsync(params string[] more)
    {
        await using var output = new StringWriter();
        var status = await MoveDatabaseCommand.RunAsync([.. Arguments(), .. more], output, CancellationToken.None);
        return (status, output.ToString());
    }

    private IEnumerable<string> Arguments() =>
    [
        "--to", _target.ConnectionString, $"--Deployment:Path={_home["deployment.toml"]}", $"--ConnectionStrings:EmailConsole=Data Source={SourceFile}",
    ];

    private LaneBed Bed(TestDatabase database, Dictionary<string, string>? settings = null) => new()
    {
        Database = database,
        HomeOf = _home,
        Deployment = _server.Port > 0 ? LaneBed.FileFor(_server) : "",
        Settings = settings ?? [],
    };

    /// <param name="seen">Each line, before the move goes on.</param>
    private sealed class WatchedOutput(Func<string, Task> seen) : StringWriter
    {
        public override async Task WriteLineAsync(string? value)
        {
            await base.WriteLineAsync(value);
            await seen(value!);
        }
    }
}
