using System.Net.Http.Headers;
using EmailConsole.Rest;
using EmailConsole.Tenants;

namespace EmailConsole.Tests.Hosting.Crawl;

/// <summary>Somebody who asks, and what the test knows of them.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Domain">Of the tenant that they belong to; null: nobody, or not any more.</param>
internal abstract record CrawlIdentity(string Name, string? Domain)
{
    public abstract void Sign(HttpRequestMessage request);

    /// <summary>Sends an API credential.</summary>
    /// <param name="Name">For messages.</param>
    /// <param name="Domain">See base.</param>
    /// <param name="Credential">The header.</param>
    /// <param name="Scheme">Which scheme takes it; empty: none.</param>
    /// <param name="Caller">What the scheme makes of it; null: nothing.</param>
    public sealed record Api(string Name, string? Domain, AuthenticationHeaderValue? Credential, string Scheme, RestCaller? Caller) : CrawlIdentity(Name, Domain)
    {
        public override void Sign(HttpRequestMessage request) => request.Headers.Authorization = Credential;
    }

    /// <summary>Is signed in with a cookie.</summary>
    /// <param name="Name">For messages.</param>
    /// <param name="Domain">See base.</param>
    /// <param name="Role">In it.</param>
    /// <param name="Cookies">The header.</param>
    public sealed record Browser(string Name, string? Domain, ActorRole Role, string Cookies) : CrawlIdentity(Name, Domain)
    {
        public bool IsPlatform => Role == ActorRole.Administrator && Domain == TenantDomain.Super;

        public override void Sign(HttpRequestMessage request) => request.Headers.TryAddWithoutValidation("Cookie", Cookies);
    }
}
