using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using EmailConsole.Tests.Hosting.Kills;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Hosting.Arsenal;

/// <summary>After the others: what they take of the processors is not the console's doing.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ArsenalCollection
{
    public const string Name = "Arsenal";
}

/// <summary>One tenant does whatever it can, and another one sends codes meanwhile.</summary>
[Collection(ArsenalCollection.Name)]
public sealed class ArsenalTests : IAsyncLifetime
{
    // The attackers work on the same processors as the console, and a slow machine takes that by itself now and then
    private static readonly TimeSpan Floor = TimeSpan.FromSeconds(3);

    private readonly KilledConsole _console = new(FreePorts.Take(1)[0]);

    public async Task InitializeAsync() => await _console.StartAsync();

    public async Task DisposeAsync() => await _console.DisposeAsync();

    [Fact]
    public async Task Send_WhileAnotherTenantDoesItsWorst_IsNotRefusedAndHardlySlower()
    {
        var key = await _console.CreateKeyAsync();
        await AddTenantAsync();
        using var http = new HttpClient { BaseAddress = _console.Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        await SendCodesAsync(http, 4);

        var quiet = await SendCodesAsync(http, 20);
        await using var arsenal = new TenantArsenal(_console.Url, TenantArsenal.Administrator);
        await arsenal.StartAsync();
        var attacked = await SendCodesAsync(http, 50);
        await arsenal.StopAsync();

        var bound = quiet * 5 > Floor ? quiet * 5 : Floor;
        Assert.True(attacked <= bound, $"{attacked.TotalMilliseconds} ms, quiet {quiet.TotalMilliseconds} ms; {arsenal}");
        Assert.True(arsenal.HasFired, $"{arsenal}");
    }

    private async Task AddTenantAsync()
    {
        using var http = new HttpClient { BaseAddress = _console.Url };
        http.DefaultRequestHeaders.Authorization = TenantArsenal.BasicOf(KilledConsole.Administrator);
        using var answer = await http.PostAsJsonAsync("api/server/v1/tenants", new
        {
            domain = TenantArsenal.Domain,
            owners = new[] { new { username = "admin", email = "admin@greedy.example", password = TenantArsenal.Administrator.Password, provisioningMethod = "inline-password" } },
        });
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    /// <summary>Sends one each quarter of a second, and knows the time that all but one in a hundred took at most.</summary>
    private static async Task<TimeSpan> SendCodesAsync(HttpClient http, int count)
    {
        List<TimeSpan> times = [];
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        for (var i = 0; i < count; i++)
        {
            using var body = new StringContent(
                $$"""{"to":["someone@bar.example"],"subject":"Code {{i}}","text":"Your code is {{i}}.","priority":"high"}""", Encoding.UTF8, "application/json");
            var start = Stopwatch.GetTimestamp();
            using var answer = await http.PostAsync("t/carbon.super/api/v1/emails", body);
            times.Add(Stopwatch.GetElapsedTime(start));
            var words = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.StatusCode == HttpStatusCode.Accepted, string.Create(CultureInfo.InvariantCulture, $"Code {i}: {answer.StatusCode}, {words}"));
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }

        times.Sort();
        return times[(int)Math.Ceiling(times.Count * 0.99) - 1];
    }
}
