using System.Collections.Concurrent;
using System.Net;
using System.Text;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Tokens;
using EmailConsole.Delivery.Tokens.Http;
using EmailConsole.Deployment;
using EmailConsole.EmailProviders;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Delivery.Tokens;

/// <summary>Answers token requests as a test wants, without a network; everything above the handler is the real thing.</summary>
public sealed class ScriptedTokenEndpoint : HttpMessageHandler
{
    private readonly ConcurrentQueue<(Uri Address, string Body)> _requests = new();

    /// <summary>The <c>n</c>th request, from 1, and what to answer.</summary>
    public Func<int, Task<HttpResponseMessage>> Answer { get; set; } = n => Task.FromResult(Json(200, Token($"token-{n}", 3600)));

    public FakeTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());

    public IReadOnlyList<(Uri Address, string Body)> Requests => [.. _requests];

    public static string Token(string token, int seconds) =>
        $$"""{"token_type":"Bearer","access_token":"{{token}}","expires_in":{{seconds}}}""";

    public static HttpResponseMessage Json(int status, string body) =>
        new((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    public static ProviderInForce Provider(string endpoint, string secret = "the~secret", Guid? owner = null) => new(
        ProviderOrigin.Tenant,
        owner ?? Guid.Empty,
        Guid.Empty,
        new EmailProviderSettings
        {
            Host = "smtp.office365.com",
            FromAddress = "codes@foo.com",
            AuthenticationType = AuthenticationType.ClientCredential,
            ClientId = "6731de76-14a6-49ae-97bc-6eba6914391e",
            TokenEndpoint = endpoint,
            Scopes = "https://outlook.office365.com/.default",
        },
        new EmailProviderSecrets(null, secret));

    /// <summary>The room's tokens, with this in the place of the network.</summary>
    public IAccessTokens CreateTokens()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.AddDelivery(new Home(Path.Combine(Path.GetTempPath(), "deployment.toml")));
        foreach (var name in new[] { TokenHttp.RestrictedName, TokenHttp.UnrestrictedName })
        {
            builder.Services.AddHttpClient(name).ConfigurePrimaryHttpMessageHandler(() => this);
        }

        return builder.Build().Services.GetRequiredService<IAccessTokens>();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        _requests.Enqueue((request.RequestUri!, body));
        var response = await Answer(_requests.Count);
        response.RequestMessage = request;
        return response;
    }
}
