using System.Collections.Concurrent;
using EmailConsole.Persistence;
using EmailConsole.Tests.Persistence;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EmailConsole.Tests.Application;

/// <summary>
/// The whole console in this process, listening on a free port of loopback, with a home folder of its own (its
/// <c>deployment.toml</c>, database and keys). Starts at the first use of <see cref="Url"/> or
/// <see cref="Service{T}"/>; fit for <see cref="IClassFixture{TFixture}"/>.
/// </summary>
public class ConsoleApplication : WebApplicationFactory<Program>
{
    // Where all tests run on PostgreSQL, consoles of one home have one database
    private static readonly ConcurrentDictionary<string, Lazy<Task<TestDatabase>>> OfHomes = new(StringComparer.Ordinal);

    private readonly Lazy<TemporaryFolder> _ownHome = new(() => new TemporaryFolder());
    private readonly Lock _starting = new();
    private readonly RecordedLog _log = new();
    private Uri? _url;
    private string? _sqlite;

    public ConsoleApplication() => UseKestrel(0);

    /// <summary><c>Development</c> unless said otherwise.</summary>
    public string Environment { get; init; } = "Development";

    /// <summary>The text of <c>deployment.toml</c> at the start.</summary>
    public string Deployment { get; init; } = "";

    /// <summary>Configuration keys, stronger than the files.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Replaces services, after the application has registered its own.</summary>
    public Action<IServiceCollection> ReplaceServices { get; init; } = _ => { };

    /// <summary>The home of another console that was stopped; null: one of its own.</summary>
    public string? HomeOf { get; init; }

    /// <summary>For a test of the file, whatever the others run on.</summary>
    public bool IsOnSqlite { get; init; }

    /// <summary>Whoever made it disposes of it, after the console; null: one of the home's own.</summary>
    internal TestDatabase? Database { get; init; }

    public string HomeFolder => HomeOf ?? _ownHome.Value.Path;

    public string DeploymentFile => Path.Combine(HomeFolder, "deployment.toml");

    /// <summary>Every line logged since the start.</summary>
    public IReadOnlyCollection<string> Log => _log.Lines;

    /// <summary>Where the console listens, with a final slash.</summary>
    public Uri Url
    {
        get
        {
            lock (_starting)
            {
                if (_url is null)
                {
                    File.WriteAllText(DeploymentFile, Deployment);
                    try
                    {
                        StartServer();
                    }
                    catch (Exception e)
                    {
                        throw new InvalidOperationException($"The console did not start: {e.Message}\n{string.Join('\n', Log)}", e);
                    }

                    var database = Services.GetRequiredService<DatabaseLocation>();
                    _sqlite = File.Exists(database.Name) ? database.ConnectionString : null;
                    _url = ClientOptions.BaseAddress;
                }

                return _url;
            }
        }
    }

    /// <summary>A client that follows no redirects and keeps its cookies.</summary>
    public HttpClient CreateBareClient() =>
        new(new HttpClientHandler { AllowAutoRedirect = false, CheckCertificateRevocationList = true }) { BaseAddress = Url };

    public Task<EmailConsoleDb> OpenDbAsync() => Service<IDbContextFactory<EmailConsoleDb>>().CreateDbContextAsync();

    /// <summary>A singleton of the running console.</summary>
    public T Service<T>()
        where T : notnull
    {
        _ = Url;
        return Services.GetRequiredService<T>();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.ConfigureServices(services => services.Insert(0, ServiceDescriptor.Singleton<IHostedService, AddressGate>()));
        builder.UseEnvironment(Environment);
        // A user may have 128 watches on files, which so many consoles at a time would use up
        builder.UseSetting("hostBuilder:reloadConfigOnChange", "false");
        builder.UseSetting("Deployment:Path", DeploymentFile);
        builder.UseSetting("DevelopmentMailbox:Port", "0");
        builder.UseSetting("Submission:DevelopmentPort", "0");
        builder.UseSetting("Submission:Port", "");
        builder.UseSetting("Submission:TlsPort", "");
        var database = Database ?? (TestDatabase.Usual == DatabaseKind.PostgreSql && !IsOnSqlite
            ? OfHomes.GetOrAdd(HomeFolder, _ => new(() => TestDatabase.CreateAsync(DatabaseKind.PostgreSql))).Value.GetAwaiter().GetResult()
            : null);
        foreach (var (key, value) in database?.Settings ?? [])
        {
            builder.UseSetting(key, value);
        }

        foreach (var (key, value) in Settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(_log));
        // What makes a stolen hash useless costs a sign-in a tenth of a second, hundreds of times
        builder.ConfigureServices(services => services.Configure<PasswordHasherOptions>(options => options.IterationCount = 1));
        builder.ConfigureServices(ReplaceServices);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_sqlite is { } database)
        {
            // The pool lives on, and its timer keeps what started it, the whole console, in memory
            await using var connection = new SqliteConnection(database);
            SqliteConnection.ClearPool(connection);
        }

        if (_ownHome.IsValueCreated)
        {
            if (OfHomes.TryRemove(_ownHome.Value.Path, out var own))
            {
                await (await own.Value).DisposeAsync();
            }

            _ownHome.Value.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Program runs on a thread of its own: it must not listen before the factory has said where.</summary>
    private sealed class AddressGate(IServer server) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) =>
            Bound.UntilAsync(() => server.Features.Get<IServerAddressesFeature>() is not { Addresses.Count: 0 });

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
