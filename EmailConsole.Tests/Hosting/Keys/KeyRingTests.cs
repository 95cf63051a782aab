using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EmailConsole.Deployment;
using EmailConsole.Hosting.Keys;
using EmailConsole.Persistence;
using EmailConsole.Tests.Persistence;
using EmailConsole.Tests.Servers;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace EmailConsole.Tests.Hosting.Keys;

public sealed class KeyRingTests : IAsyncLifetime
{
    private const string Password = "Certificate-4711";

    private readonly TemporaryFolder _folder = new();
    private TestDatabase? _database;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        _folder.Dispose();
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Start_SameCertificate_ReadsWhatWasProtectedBefore(DatabaseKind kind)
    {
        await OpenAsync(kind);
        var certificate = Named("KeyRing", MakePkcs12("a"), Password);
        var secret = await StartAsync(certificate, protector => protector.Protect("Known-Secret"));

        Assert.Equal("Known-Secret", await StartAsync(certificate, protector => protector.Unprotect(secret)));
    }

    /// <summary>With keys of its own a node would not read what another one stores.</summary>
    [Fact]
    public async Task Start_OfSeveralNodesWithoutACommonRing_IsRefused()
    {
        var refused = await Assert.ThrowsAsync<CannotStartException>(
            () => StartAsync([new("Cluster:Enabled", "true"), new("Cluster:Address", "127.0.0.1")], static _ => ""));

        Assert.Contains("KeyRing:Certificate", refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["data"]));
    }

    [PostgresFact]
    public async Task Start_Certificate_KeepsTheKeysInTheDatabaseUnreadableWithoutIt()
    {
        await OpenAsync(DatabaseKind.PostgreSql);

        await StartAsync(Named("KeyRing", MakePkcs12("a"), Password), protector => protector.Protect("Known-Secret"));

        var all = await _database!.ReadAllAsync();
        Assert.Contains("encryptedSecret", all, StringComparison.Ordinal);
        Assert.DoesNotContain("masterKey", all, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, all, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["data/keys"]));
    }

    [PostgresFact]
    public async Task Start_FourConsolesAtOnce_MakeOneKey()
    {
        var server = await PostgresServer.SharedAsync();
        await using var database = await server.CreateDatabaseAsync(isEmpty: true);
        var certificate = Named("KeyRing", MakePkcs12("a"), Password);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => StartAsync(
            [.. certificate, .. Of(database)], protector => protector.Protect("x")))));

        Assert.Single((await database.ReadAllAsync()).Split('\n'), line => line.Contains("encryptedSecret", StringComparison.Ordinal));
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Start_OtherCertificate_SaysSoAndChangesNothing(DatabaseKind kind)
    {
        await OpenAsync(kind);
        await StartAsync(Named("KeyRing", MakePkcs12("a"), Password), protector => protector.Protect("x"));
        var before = await AllAsync();

        var refused = await Assert.ThrowsAsync<CannotStartException>(() => StartAsync(Named("KeyRing", MakePkcs12("b"), Password), protector => protector.Protect("x")));

        Assert.StartsWith("KeyRing:Certificate: the key ring was protected by another certificate than CN=b", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await AllAsync());
    }

    [PostgresFact]
    public async Task Start_CertificateNoLongerNamed_SaysSoAndChangesNothing()
    {
        await OpenAsync(DatabaseKind.PostgreSql);
        await StartAsync(Named("KeyRing", MakePkcs12("a"), Password), protector => protector.Protect("x"));
        var before = await AllAsync();

        var refused = await Assert.ThrowsAsync<CannotStartException>(() => StartAsync([], protector => protector.Protect("x")));

        Assert.StartsWith("KeyRing:Certificate: the key ring is in the database", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await AllAsync());
    }

    [PostgresFact]
    public async Task Start_FolderBefore_TakesItsKeysIntoTheDatabase()
    {
        await OpenAsync(DatabaseKind.PostgreSql);
        var secret = await StartAsync([], protector => protector.Protect("Known-Secret"));
        await StoreAsync(secret);
        var certificate = Named("KeyRing", MakePkcs12("a"), Password);

        Assert.Equal("Known-Secret", await StartAsync(certificate, protector => protector.Unprotect(secret)));

        Directory.Delete(_folder["data/keys"], recursive: true);
        Assert.Equal("Known-Secret", await StartAsync(certificate, protector => protector.Unprotect(secret)));
        Assert.DoesNotContain("masterKey", await AllAsync(), StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Start_FolderBeforeOfAnotherCertificate_SaysSoAndChangesNothing()
    {
        await using (var sqlite = await TestDatabase.CreateAsync(DatabaseKind.Sqlite))
        {
            await StartAsync(Named("KeyRing", MakePkcs12("a"), Password), sqlite, protector => protector.Protect("x"));
        }

        await OpenAsync(DatabaseKind.PostgreSql);
        var before = await AllAsync();

        var refused = await Assert.ThrowsAsync<CannotStartException>(() => StartAsync(Named("KeyRing", MakePkcs12("b"), Password), protector => protector.Protect("x")));

        Assert.StartsWith("KeyRing:Certificate: the key ring was protected by another certificate than CN=b", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await AllAsync());
    }

    [PostgresFact]
    public async Task Start_SecretsAndNoKeys_SaysSoAndChangesNothing()
    {
        await OpenAsync(DatabaseKind.PostgreSql);
        await StoreAsync(await StartAsync([], protector => protector.Protect("Known-Secret")));
        Directory.Delete(_folder["data/keys"], recursive: true);
        var before = await AllAsync();

        var refused = await Assert.ThrowsAsync<CannotStartException>(() => StartAsync(Named("KeyRing", MakePkcs12("a"), Password), protector => protector.Protect("x")));

        Assert.StartsWith("KeyRing:Path: the database holds secrets or messages, and there is no key", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await AllAsync());
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Start_CertificateReplaced_ReadsByTheOldOne(DatabaseKind kind)
    {
        await OpenAsync(kind);
        var first = MakePkcs12("a");
        var secret = await StartAsync(Named("KeyRing", first, Password), protector => protector.Protect("Known-Secret"));

        KeyValuePair<string, string?>[] both = [.. Named("KeyRing", MakePem("b"), null), .. Named("KeyRing:OldCertificates:0", first, Password)];

        Assert.Equal("Known-Secret", await StartAsync(both, protector => protector.Unprotect(secret)));
    }

    [Theory]
    [InlineData("missing.pfx", Password)]
    [InlineData("wrong password", "Certificate-0")]
    [InlineData("elliptic", null)]
    public async Task Start_CertificateCannotBeUsed_SaysWhich(string which, string? password)
    {
        await OpenAsync(DatabaseKind.Sqlite);
        var file = which switch
        {
            "wrong password" => MakePkcs12("a"),
            "elliptic" => _folder.Write("e.pem", MakeElliptic()),
            _ => which,
        };

        var refused = await Assert.ThrowsAsync<CannotStartException>(() => StartAsync(Named("KeyRing", file, password), protector => protector.Protect("x")));

        Assert.StartsWith("KeyRing:Certificate: the file ", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Certificate-0", refused.Message, StringComparison.Ordinal);
    }

    private async Task OpenAsync(DatabaseKind kind) => _database = await TestDatabase.CreateAsync(kind);

    private async Task<string> AllAsync() => _database!.Kind == DatabaseKind.PostgreSql
        ? await _database.ReadAllAsync()
        : string.Join('\n', Directory.GetFiles(_folder["data/keys"]).Order(StringComparer.Ordinal).Select(File.ReadAllText));

    private async Task StoreAsync(string secret)
    {
        await using var connection = new NpgsqlConnection(_database!.ConnectionString + ";Pooling=False");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO outboxmessages (id, tenantid, routestep, door, state, priority, acceptedat, wantedat, dueat, expiresat, hasownexpiry, internetmessageid, attempts, attemptsbefore, size, version)
            SELECT gen_random_uuid(), id, 0, 0, 0, 1, now(), now(), now(), now(), false, '1@x.example', 0, 0, 500, gen_random_uuid() FROM tenants;
            INSERT INTO outboxcontents (messageid, protected) SELECT id, convert_to(@secret, 'UTF8') FROM outboxmessages;
            """,
            connection);
        command.Parameters.AddWithValue("secret", secret);
        Assert.Equal(2, await command.ExecuteNonQueryAsync());
    }

    private Task<string> StartAsync(KeyValuePair<string, string?>[] settings, Func<IDataProtector, string> act) => StartAsync(settings, _database, act);

    private async Task<string> StartAsync(KeyValuePair<string, string?>[] settings, TestDatabase? database, Func<IDataProtector, string> act)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(database?.Settings).AddInMemoryCollection(settings);
        builder.Services.AddSingleton(TimeProvider.System);
        var home = new Home(_folder["deployment.toml"]);
        builder.AddPersistence(home.Resolve);
        KeyRing.Add(builder, home);
        using var host = builder.Build();
        await host.StartAsync();
        try
        {
            return act(host.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test"));
        }
        finally
        {
            await host.StopAsync();
        }
    }

    private static KeyValuePair<string, string?>[] Of(PostgresDatabase database) =>
        [new("Database:Provider", "PostgreSql"), new("ConnectionStrings:EmailConsole", database.ConnectionString)];

    private static KeyValuePair<string, string?>[] Named(string section, string file, string? password) =>
        [new($"{section}:Certificate", file), new($"{section}:CertificatePassword", password)];

    private string MakePkcs12(string name)
    {
        using var certificate = Make(name);
        File.WriteAllBytes(_folder[$"{name}.pfx"], certificate.Export(X509ContentType.Pkcs12, Password));
        return _folder[$"{name}.pfx"];
    }

    private string MakePem(string name)
    {
        using var certificate = Make(name);
        using var key = certificate.GetRSAPrivateKey()!;
        return _folder.Write($"{name}.pem", $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}");
    }

    internal static X509Certificate2 Make(string name)
    {
        using var key = RSA.Create(2048);
        return new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(1));
    }

    private static string MakeElliptic()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=e", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(80));
        return $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}";
    }
}
