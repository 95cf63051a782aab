using System.Net.Http.Headers;
using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.Accounts.AccessTokens;

/// <summary>A console that takes the access tokens of an issuer.</summary>
public sealed class TokenConsole : IAsyncLifetime
{
    private TokenIssuer? _issuer;
    private ConsoleApplication? _console;

    public TokenIssuer Issuer => _issuer!;

    public ConsoleApplication Console => _console!;

    public HttpClient CreateClient(string token) => Console.CreateRestClient(new AuthenticationHeaderValue("Bearer", token));

    public async Task InitializeAsync()
    {
        _issuer = await TokenIssuer.StartAsync();
        _console = new ConsoleApplication
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["AccessTokens:Issuer"] = TokenIssuer.Issuer,
                ["AccessTokens:Audiences:0"] = TokenIssuer.Audience,
                ["AccessTokens:KeysAddress"] = _issuer.KeysAddress.AbsoluteUri,
            },
        };
    }

    public async Task DisposeAsync()
    {
        await Console.DisposeAsync();
        await Issuer.DisposeAsync();
    }
}
