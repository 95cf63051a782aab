using EmailConsole.Delivery.Tokens;
using EmailConsole.EmailProviders;

namespace EmailConsole.Tests.Delivery;

internal sealed class FakeAccessTokens(Func<AccessTokenResult> token, Func<AccessTokenResult> replacement) : IAccessTokens
{
    public Task<AccessTokenResult> GetAsync(ProviderInForce provider, bool fresh, CancellationToken cancellationToken) => Task.FromResult(token());

    public Task<AccessTokenResult> ReplaceAsync(
        ProviderInForce provider, AccessTokenResult.Granted refused, CancellationToken cancellationToken) => Task.FromResult(replacement());
}
