using EmailConsole.Delivery.Tokens;
using EmailConsole.EmailProviders;

namespace EmailConsole.Tests.Delivery;

internal sealed class FakeAccessTokens(AccessTokenResult result) : IAccessTokens
{
    public Task<AccessTokenResult> GetAsync(ProviderInForce provider, bool fresh, CancellationToken cancellationToken) => Task.FromResult(result);

    public Task<AccessTokenResult> ReplaceAsync(
        ProviderInForce provider, AccessTokenResult.Granted refused, CancellationToken cancellationToken) => Task.FromResult(result);
}
