using System.Security.Cryptography;
using EmailConsole.Accounts;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailConsole.Tests.EmailProviders.Api;

public sealed class SenderStoreFailuresTests
{
    [Fact]
    public async Task Send_StoreFails_AnswersTheOperationsCodeAndLogsItsTrace()
    {
        await using var console = new ConsoleApplication();
        foreach (var version in new[] { 1, 2 })
        {
            using var client = await SenderClient.CreateAsync(console, $"store{version}.example", version);
            await using (var db = await console.OpenDbAsync())
            {
                await db.Database.ExecuteSqlRawAsync("ALTER TABLE EmailProviders RENAME TO Away");
            }

            var failures = new (string Code, Task<HttpResponseMessage> Sending)[]
            {
                ("NSM-65006", client.ListAsync()), ("NSM-65004", client.PostAsync(SenderClient.Basic(version))), ("NSM-65003", client.GetAsync()),
                ("NSM-65007", client.PutAsync(SenderClient.Basic(version))), ("NSM-65005", client.DeleteAsync()),
            };
            foreach (var (code, sending) in failures)
            {
                var error = await SenderClient.ReadAsync(sending, 500);

                var trace = error.Text("traceId")!;
                Assert.Equal(code, error.Text("code"));
                Assert.Contains(console.Log, line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains(trace, StringComparison.Ordinal));
            }

            await using var repaired = await console.OpenDbAsync();
            await repaired.Database.ExecuteSqlRawAsync("ALTER TABLE Away RENAME TO EmailProviders");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Put_DatabaseRefusesTheUpdate_AnswersTheFailureAndNoConflict(int version)
    {
        await using var console = new ConsoleApplication();
        using var client = await SenderClient.CreateAsync(console, "full.example", version);
        using var added = await client.PostAsync(SenderClient.Basic(version));
        await using (var db = await console.OpenDbAsync())
        {
            await db.Database.ExecuteSqlRawAsync(db is PostgresDb
                ? "ALTER TABLE EmailProviders ADD CONSTRAINT no_more CHECK (false) NOT VALID"
                : "CREATE TRIGGER no_more BEFORE UPDATE ON EmailProviders BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END");
        }

        foreach (var ifMatch in new[] { null, added.Headers.ETag!.ToString() })
        {
            var error = await SenderClient.ReadAsync(client.PutAsync(SenderClient.Basic(version).WithProperty("mail.smtp.signature", "Bar"), ifMatch), 500);

            Assert.Equal("NSM-65007", error.Text("code"));
        }

        Assert.Equal(2, console.Log.Count(line => line.Contains("Failed executing DbCommand", StringComparison.Ordinal)));
        Assert.Equal("Foo", (await SenderClient.ReadAsync(client.GetAsync(), 200)).Property("mail.smtp.signature"));
    }

    [Fact]
    public async Task Write_SecretCannotBeEncrypted_StoresNothing()
    {
        var keys = new FakeKeys(new CryptographicException("internal detail"));
        await using var console = new ConsoleApplication { ReplaceServices = services => services.AddSingleton<IDataProtectionProvider>(keys) };
        foreach (var version in new[] { 1, 2 })
        {
            using var client = await SenderClient.CreateAsync(console, $"keys{version}.example", version);

            keys.IsBroken = true;
            AssertFailed(await SenderClient.ReadAsync(client.PostAsync(SenderClient.Basic(version)), 500));
            Assert.Equal(0, (await SenderClient.ReadAsync(client.ListAsync(), 200)).GetArrayLength());

            keys.IsBroken = false;
            var stored = await SenderClient.ReadAsync(client.PostAsync(SenderClient.Basic(version)), 201);
            keys.IsBroken = true;
            AssertFailed(await SenderClient.ReadAsync(client.PutAsync(SenderClient.Basic(version).WithProperty("mail.smtp.signature", "Bar")), 500));
            keys.IsBroken = false;
            Assert.Equal(stored.GetRawText(), (await SenderClient.ReadAsync(client.GetAsync(), 200)).GetRawText());
        }

        static void AssertFailed(System.Text.Json.JsonElement error)
        {
            Assert.Equal("NSM-65023", error.Text("code"));
            Assert.DoesNotContain("detail", error.GetRawText(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Send_SomethingUnforeseen_AnswersServerErrorWithoutItsWords()
    {
        await using var console = new ConsoleApplication
        {
            ReplaceServices = services => services.AddSingleton<IActorSource>(
                provider => new BreakableActors(ActivatorUtilities.CreateInstance<ActorSources>(provider))),
        };
        foreach (var version in new[] { 1, 2 })
        {
            using var client = await SenderClient.CreateAsync(console, $"unforeseen{version}.example", version);
            await SenderClient.ReadAsync(client.PostAsync(SenderClient.Basic(version)), 201);
            var actors = (BreakableActors)console.Service<IActorSource>();
            actors.IsBroken = true;
            foreach (var sending in new[] { client.ListAsync(), client.GetAsync(), client.PutAsync(SenderClient.Basic(version)), client.DeleteAsync() })
            {
                AssertUnforeseen(await SenderClient.ReadAsync(sending, 500));
            }

            actors.IsBroken = false;
            using var deleted = await client.DeleteAsync();
            actors.IsBroken = true;
            AssertUnforeseen(await SenderClient.ReadAsync(client.PostAsync(SenderClient.Basic(version)), 500));
            actors.IsBroken = false;
        }

        void AssertUnforeseen(System.Text.Json.JsonElement error)
        {
            Assert.Equal(
                ("SE-50000", "Unexpected Processing Error.", "Server encountered an error while serving the request."),
                (error.Text("code"), error.Text("message"), error.Text("description")));
            Assert.Contains(console.Log, line => line.StartsWith("Error", StringComparison.Ordinal)
                && line.Contains(error.Text("traceId")!, StringComparison.Ordinal)
                && line.Contains(BreakableActors.Detail, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Errors_Trace_IsTheOneInTheLogsAndOfTheCaller()
    {
        await using var console = new ConsoleApplication();
        foreach (var version in new[] { 1, 2 })
        {
            using var client = await SenderClient.CreateAsync(console, "trace.example", version);
            var trace = $"0af7651916cd43dd8448eb211c80319{version}";
            client.Http.DefaultRequestHeaders.Add("traceparent", $"00-{trace}-b7ad6b7169203331-01");

            var errors = new[]
            {
                (await SenderClient.ReadAsync(client.GetAsync(), 404), "404 with NSM-60006"),
                (await SenderClient.ReadAsync(client.DeleteAsync(), 404), "404 with NSM-60006"),
                (await SenderClient.ReadAsync(client.PutAsync(SenderClient.Basic(version)), 404), "404 with NSM-65010"),
                (await SenderClient.ReadAsync(client.PostAsync([]), 400), version == 1 ? "400 with UE-10000" : "400 with NSM-65022"),
            };
            Assert.All(errors, error => AssertLogged(error.Item1, trace, error.Item2));
        }

        void AssertLogged(System.Text.Json.JsonElement error, string trace, string words)
        {
            Assert.Equal(trace, error.Text("traceId"));
            Assert.Contains(console.Log, line => line.Contains($"{words} (trace {trace})", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Refusals_Trace_IsInTheLogsWithoutTheCredential(int version)
    {
        await using var console = new ConsoleApplication();
        using var client = await SenderClient.CreateAsync(console, "refused.example", version);
        await SenderClient.ReadAsync(client.PostAsync(SenderClient.Basic(version)), 201);
        using var watcher = console.CreateRestClient(await console.AddPersonAsync("refused.example", "olga", ActorRole.Operator));
        using var stranger = console.CreateRestClient(new ConsolePerson("nobody@refused.example", "s3cret-guess"));
        using var deletion = new HttpRequestMessage(HttpMethod.Delete, client.One);
        var refusals = new (int Status, Task<HttpResponseMessage> Sending)[]
        {
            (401, stranger.GetAsync(client.All)),
            (403, watcher.SendAsync(deletion)),
            (404, client.SendAsync(HttpMethod.Get, client.All.Replace("refused.example", "nowhere.example", StringComparison.Ordinal))),
            (412, client.DeleteAsync("\"0\"")),
            (413, client.PostAsync(SenderClient.Basic(version).With("fromAddress", new string('a', 70_000)))),
        };

        foreach (var (status, sending) in refusals)
        {
            var error = await SenderClient.ReadAsync(sending, status);

            Assert.Contains(console.Log, line => line.Contains($"Answered {status} with {status} (trace {error.Text("traceId")})", StringComparison.Ordinal));
        }

        Assert.DoesNotContain(console.Log, line => line.Contains("s3cret-guess", StringComparison.Ordinal));
    }

    /// <summary>Finds people until it is broken.</summary>
    private sealed class BreakableActors(IActorSource actors) : IActorSource
    {
        public const string Detail = "internal detail";

        public bool IsBroken { get; set; }

        public Task<Actor?> FindAsync(System.Security.Claims.ClaimsPrincipal principal, CancellationToken cancellationToken) =>
            IsBroken ? throw new InvalidOperationException(Detail) : actors.FindAsync(principal, cancellationToken);
    }

    /// <summary>A key ring that cannot encrypt while it is broken, and encrypts nothing otherwise.</summary>
    private sealed class FakeKeys(Exception failure) : IDataProtectionProvider, IDataProtector
    {
        public bool IsBroken { get; set; }

        public IDataProtector CreateProtector(string purpose) => this;

        public byte[] Protect(byte[] plaintext) => IsBroken ? throw failure : plaintext;

        public byte[] Unprotect(byte[] protectedData) => protectedData;
    }
}
