using System.Net;
using EmailConsole.Accounts.SignIn;
using Microsoft.Extensions.Options;

namespace EmailConsole.Accounts.ApiKeys.Tokens;

/// <summary>Counts wrong secrets by network and by client, with the limits of wrong passwords and apart from those.</summary>
internal sealed class TokenGuesses(IOptions<SignInLimits> options, AttemptNews news) : IAsyncDisposable
{
    private readonly AttemptLimit _networks = news.Add("network", options.Value.AttemptsPerAddress, options.Value.Window);
    private readonly AttemptLimit _clients = news.Add("client", options.Value.AttemptsPerUsername, options.Value.Window);

    /// <param name="address">Where it came from.</param>
    /// <param name="clientId">As sent; what cannot be one is counted together.</param>
    /// <returns>When to try again, where there were too many; else null.</returns>
    public TimeSpan? Count(IPAddress? address, string clientId) =>
        _networks.Attempt(SignInThrottle.NetworkOf(address))
        ?? _clients.Attempt(clientId.Length == ApiKeyText.PrefixLength ? clientId : "");

    public async ValueTask DisposeAsync()
    {
        await _networks.DisposeAsync();
        await _clients.DisposeAsync();
    }
}
