using System.Security.Cryptography;
using EmailConsole.Accounts;
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

    [Fact]
    public async Task Post_SecretCannotBeEncrypted_StoresNothing()
    {
        await using var console = new ConsoleApplication
        {
            ReplaceServices = services => services.AddSingleton<IDataProtectionProvider>(new FakeKeys(new CryptographicException("internal detail"))),
        };
        using var client = await SenderClient.CreateAsync(console, "keys.example", 2);

        var error = await SenderClient.ReadAsync(client.PostAsync(SenderClient.Basic(2)), 500);

        Assert.Equal("NSM-65023", error.Text("code"));
        Assert.DoesNotContain("detail", error.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(0, (await SenderClient.ReadAsync(client.ListAsync(), 200)).GetArrayLength());
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
        using var client = await SenderClient.CreateAsync(console, "trace.example", 1);
        client.Http.DefaultRequestHeaders.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        var error = await SenderClient.ReadAsync(client.GetAsync(), 404);

        Assert.Equal("0af7651916cd43dd8448eb211c80319c", error.Text("traceId"));
        Assert.Contains(console.Log, line => line.Contains("NSM-60006 (trace 0af7651916cd43dd8448eb211c80319c)", StringComparison.Ordinal));
    }

    /// <summary>Finds people until it is broken.</summary>
    private sealed class BreakableActors(IActorSource actors) : IActorSource
    {
        public const string Detail = "internal detail";

        public bool IsBroken { get; set; }

        public Task<Actor?> FindAsync(System.Security.Claims.ClaimsPrincipal principal, CancellationToken cancellationToken) =>
            IsBroken ? throw new InvalidOperationException(Detail) : actors.FindAsync(principal, cancellationToken);
    }

    /// <summary>A key ring that cannot encrypt a provider's secrets.</summary>
    private sealed class FakeKeys(Exception failure) : IDataProtectionProvider, IDataProtector
    {
        public IDataProtector CreateProtector(string purpose) => this;

        public byte[] Protect(byte[] plaintext) => throw failure;

        public byte[] Unprotect(byte[] protectedData) => throw new CryptographicException("no key");
    }
}
