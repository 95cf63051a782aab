using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EmailConsole.Benchmarks.ConsoleMode;
using EmailConsole.Outbox;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace EmailConsole.Benchmarks.OutboxMode;

/// <summary>A console of its own whose super tenant sends to a given receiver, and its database as an onlooker sees it.</summary>
internal sealed class OutboxConsole : IAsyncDisposable
{
    /// <summary>Names PostgreSQL; without it the database is a SQLite file of its own.</summary>
    public const string ConnectionKey = "ConnectionStrings:EmailConsole";

    private static readonly string[] Scopes = ["send"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConsoleServer _server;
    private readonly DbConnection _database;

    private OutboxConsole(string home, ConsoleServer server, DbConnection database, string key) =>
        (Home, _server, _database, Key) = (home, server, database, key);

    public string Home { get; }

    /// <summary>An API key of the super tenant that may send.</summary>
    public string Key { get; }

    public Uri Address => _server.Address;

    /// <summary>Null: it runs.</summary>
    public int? ExitCode => _server.ExitCode;

    public TimeSpan ProcessorTime => _server.ProcessorTime;

    public double ResidentMegabytes => _server.ResidentMegabytes;

    /// <param name="provider">Lines of <c>[output_adapter.email]</c>.</param>
    /// <param name="settings">Configuration keys.</param>
    public static Task<OutboxConsole> StartAsync(string provider, params IReadOnlyList<(string Key, string Value)> settings) =>
        StartAsync(provider, key: null, settings);

    /// <param name="provider">Lines of <c>[output_adapter.email]</c>.</param>
    /// <param name="key">Of another console on its database; null: it makes one.</param>
    /// <param name="settings">Configuration keys.</param>
    public static async Task<OutboxConsole> StartAsync(string provider, string? key, IReadOnlyList<(string Key, string Value)> settings)
    {
        var home = Directory.CreateTempSubdirectory("emailconsole-bench-").FullName;
        await File.WriteAllTextAsync(Path.Combine(home, "deployment.toml"), $"""
            [super_admin]
            password = "{ConsoleBenchmark.Password}"

            [output_adapter.email]
            {provider}
            """);
        ServerCertificate.Write(home);
        var server = await ConsoleServer.StartAsync(home, settings);
        var database = OnlookerOf(home, settings);
        await database.OpenAsync();
        return new OutboxConsole(home, server, database, key ?? await MakeKeyAsync(server.Address));
    }

    /// <summary>Messages in a state, as the database has them.</summary>
    public long Count(EmailState state)
    {
        using var command = _database.CreateCommand();
        command.CommandText = string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT COALESCE(SUM(Count), 0) FROM OutboxCounters WHERE TenantId = {(_database is NpgsqlConnection ? $"'{Guid.Empty}'" : "zeroblob(16)")} AND State = {(int)state}");
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>Ends when so many messages are recorded as delivered.</summary>
    /// <exception cref="TimeoutException">Nothing has moved for a minute.</exception>
    public async Task RecordedAsync(long delivered)
    {
        var (last, since) = (-1L, Stopwatch.GetTimestamp());
        while (Count(EmailState.Delivered) is var now && now < delivered)
        {
            if (now != last)
            {
                (last, since) = (now, Stopwatch.GetTimestamp());
            }
            else if (Stopwatch.GetElapsedTime(since) > Patience)
            {
                throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"{now} of {delivered} messages are delivered, and it does not go on."));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }
    }

    /// <summary>Kills it as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        await _server.KillAsync();
        await _database.DisposeAsync();
        Directory.Delete(Home, recursive: true);
    }

    private static DbConnection OnlookerOf(string home, IReadOnlyList<(string Key, string Value)> settings) =>
        settings.FirstOrDefault(s => s.Key == ConnectionKey).Value is { } postgres
            ? new NpgsqlConnection(postgres + ";Pooling=False")
            : new SqliteConnection($"Data Source={Path.Combine(home, "data", "emailconsole.db")};Mode=ReadOnly;Pooling=False");

    private static async Task<string> MakeKeyAsync(Uri address)
    {
        using var http = ServerCertificate.CreateClient(address);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin@carbon.super:{ConsoleBenchmark.Password}")));
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            using var response = await http.PostAsJsonAsync("/t/carbon.super/api/v1/api-keys", new { name = "benchmark", scopes = Scopes });

            // At the first start the file's administrator is made once the console listens
            if (response.StatusCode != HttpStatusCode.Unauthorized || Stopwatch.GetElapsedTime(start) > Patience)
            {
                response.EnsureSuccessStatusCode();
                using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
                return body.RootElement.GetProperty("key").GetString()!;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        await _server.DisposeAsync();
        Directory.Delete(Home, recursive: true);
    }
}
