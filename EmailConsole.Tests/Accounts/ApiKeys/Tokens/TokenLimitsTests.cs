using System.Net;
using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.Accounts.ApiKeys.Tokens;

public sealed class TokenLimitsTests
{
    [Fact]
    public async Task Request_TooManyWrongOnes_AreRefusedAndTheRightOnePasses()
    {
        await using var console = Create(perAddress: 1000, perClient: 3);
        var (_, key) = await console.AddKeyAsync("guessed.example", "send");
        var (_, other) = await console.AddKeyAsync("guessed.example", "send");
        using var client = console.CreateBareClient();

        Assert.Equal<IEnumerable<int>>([401, 401, 401, 429, 429], await GuessAsync(client, TokenClient.IdOf(key), 5));
        Assert.Equal<IEnumerable<int>>([401], await GuessAsync(client, TokenClient.IdOf(other), 1));
        Assert.True((await console.GetTokenAsync("guessed.example", key)).TryGetProperty("access_token", out _));
        Assert.Equal<IEnumerable<int>>([429], await GuessAsync(client, TokenClient.IdOf(key), 1));
    }

    [Fact]
    public async Task Request_TooManyFromOneAddress_AreRefusedWhateverTheClient()
    {
        await using var console = Create(perAddress: 4, perClient: 1000);
        var (_, key) = await console.AddKeyAsync("address.example", "send");
        using var client = console.CreateBareClient();
        var answers = new List<int>();
        for (var i = 0; i < 6; i++)
        {
            answers.AddRange(await GuessAsync(client, $"ec_guess00{i}", 1));
        }

        Assert.Equal([401, 401, 401, 401, 429, 429], answers);
        Assert.True((await console.GetTokenAsync("address.example", key)).TryGetProperty("access_token", out _));
        using var refused = await client.PostTokenAsync("t/unknown.example/oauth2/token", $"{TokenClient.IdOf(key)}:{key}", TokenClient.Grant);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter?.Delta ?? default, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Assert.Equal("temporarily_unavailable", (await refused.ReadJsonAsync()).GetProperty("error").GetString());
    }

    [Fact]
    public async Task Request_OftenAndRight_IsNotLimited()
    {
        await using var console = Create(perAddress: 3, perClient: 3);
        var (_, key) = await console.AddKeyAsync("often.example", "send");

        for (var i = 0; i < 10; i++)
        {
            Assert.True((await console.GetTokenAsync("often.example", key)).TryGetProperty("access_token", out _));
        }
    }

    private static ConsoleApplication Create(int perAddress, int perClient) => new()
    {
        Settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["SignIn:AttemptsPerAddress"] = perAddress.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["SignIn:AttemptsPerUsername"] = perClient.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["SignIn:RefusalTakes"] = "00:00:00",
        },
    };

    private static async Task<IReadOnlyList<int>> GuessAsync(HttpClient client, string id, int times)
    {
        var answers = new int[times];
        for (var i = 0; i < times; i++)
        {
            using var response = await client.PostTokenAsync("t/guessed.example/oauth2/token", $"{id}:{id}_{new string('x', 43)}", TokenClient.Grant);
            answers[i] = (int)response.StatusCode;
        }

        return answers;
    }
}
