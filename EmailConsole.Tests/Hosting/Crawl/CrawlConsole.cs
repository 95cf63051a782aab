using System.Net.Http.Headers;
using System.Text;
using EmailConsole.Accounts.ApiKeys;
using EmailConsole.Rest;
using EmailConsole.Tenants;
using EmailConsole.Tests.Accounts.AccessTokens;
using EmailConsole.Tests.Accounts.ApiKeys.Api;
using EmailConsole.Tests.Application;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Hosting.Crawl;

/// <summary>A console with people, keys and tokens of every kind.</summary>
public sealed class CrawlConsole : IAsyncLifetime
{
    public const string Own = "own.example";
    public const string Other = "other.example";
    public const string Asleep = "asleep.example";
    public const string Unknown = "nowhere.example";

    private TokenIssuer? _issuer;
    private ConsoleApplication? _console;

    public ConsoleApplication Console => _console!;

    internal IReadOnlyList<CrawlIdentity> Identities { get; private set; } = [];

    /// <summary>A client that sends what it is told to: no cookies of its own, and any character.</summary>
    public HttpClient CreateClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
    })
    {
        BaseAddress = Console.Url,
    };

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
                ["SignIn:RefusalTakes"] = "00:00:00",
                ["SignIn:AttemptsPerAddress"] = "10000",
                ["SignIn:AttemptsPerUsername"] = "10000",
            },
        };
        Identities = await CreateAsync(_console, _issuer);
    }

    public async Task DisposeAsync()
    {
        await Console.DisposeAsync();
        await _issuer!.DisposeAsync();
    }

    private static async Task<IReadOnlyList<CrawlIdentity>> CreateAsync(ConsoleApplication console, TokenIssuer issuer)
    {
        var own = await console.AddTenantAsync(Own);
        var other = await console.AddTenantAsync(Other);
        var asleep = await console.AddTenantAsync(Asleep);
        var super = await console.AddSuperAdministratorAsync();
        var operatorOfOwn = await console.AddPersonAsync(Own, "olga", ActorRole.Operator);
        var operatorOfSuper = await console.AddPersonAsync(TenantDomain.Super, "sven", ActorRole.Operator);
        var gone = await console.AddPersonAsync(Own, "gone", ActorRole.Administrator);
        var sleeper = await BrowserAsync(console, "administrator of the deactivated tenant", asleep, domain: null, ActorRole.Administrator);
        var left = await BrowserAsync(console, "deactivated administrator", gone, domain: null, ActorRole.Administrator);
        List<CrawlIdentity> all =
        [
            new CrawlIdentity.Api("nobody", null, null, "", null),
            await PersonAsync(console, "operator", operatorOfOwn),
            await PersonAsync(console, "administrator", own),
            await PersonAsync(console, "administrator of another tenant", other),
            await PersonAsync(console, "super administrator", super),
            await PersonAsync(console, "super operator", operatorOfSuper),
            await KeyAsync(console, own, RestScopes.Send),
            await KeyAsync(console, own, RestScopes.View),
            await KeyAsync(console, own, RestScopes.Send | RestScopes.View),
            await KeyAsync(console, other, RestScopes.Send | RestScopes.View),
            await KeyAsync(console, super, RestScopes.Send | RestScopes.View),
            Dead(await KeyAsync(console, asleep, RestScopes.Send | RestScopes.View), "key of the deactivated tenant"),
            Dead(await KeyAsync(console, own, RestScopes.Send, isRevoked: true), "revoked key"),
            Token(issuer, Own, "internal_notification_senders_view"),
            Token(issuer, Own, "internal_notification_senders_view internal_notification_senders_create internal_notification_senders_update internal_notification_senders_delete internal_list_tenants internal_modify_tenants"),
            Token(issuer, Other, "internal_notification_senders_view internal_notification_senders_update internal_list_tenants"),
            Dead(Token(issuer, Unknown, "internal_notification_senders_view"), "token of an unknown tenant"),
            new CrawlIdentity.Api("malformed", null, new AuthenticationHeaderValue("Basic", "!!!"), "", null),
            new CrawlIdentity.Api("made-up key", null, new AuthenticationHeaderValue("Bearer", "ec_4pQz81Rm_shownThisOnceAndNeverAgainKeepItLikeAPassword"), "", null),
            await BrowserAsync(console, "operator's browser", operatorOfOwn, Own, ActorRole.Operator),
            await BrowserAsync(console, "administrator's browser", own, Own, ActorRole.Administrator),
            await BrowserAsync(console, "browser of another tenant", other, Other, ActorRole.Administrator),
            await BrowserAsync(console, "super administrator's browser", super, TenantDomain.Super, ActorRole.Administrator),
            await BrowserAsync(console, "super operator's browser", operatorOfSuper, TenantDomain.Super, ActorRole.Operator),
            sleeper,
            left,
        ];
        await using var db = await console.OpenDbAsync();
        await db.Set<Tenant>().Where(t => t.Domain == Asleep).ExecuteUpdateAsync(set => set.SetProperty(t => t.IsActive, false));
        await db.Set<EmailConsole.Accounts.Account>().Where(a => a.UserName == gone.Username).ExecuteUpdateAsync(set => set.SetProperty(a => a.IsActive, false));
        return all;
    }

    private static async Task<CrawlIdentity.Api> PersonAsync(ConsoleApplication console, string name, ConsolePerson person)
    {
        await using var db = await console.OpenDbAsync();
        var account = await db.Set<EmailConsole.Accounts.Account>().SingleAsync(a => a.UserName == person.Username);
        var domain = DomainOf(person);
        var actor = new Actor(account.Id, person.Username, null, account.TenantId, domain, account.Role);
        var credential = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{person.Username}:{person.Password}"));
        return new CrawlIdentity.Api(name, domain, new AuthenticationHeaderValue("Basic", credential), RestSchemes.Basic, new RestCaller.Person(actor));
    }

    private static async Task<CrawlIdentity.Api> KeyAsync(ConsoleApplication console, ConsolePerson administrator, RestScopes scopes, bool isRevoked = false)
    {
        using var client = console.CreateRestClient(administrator);
        var domain = DomainOf(administrator);
        var (id, key) = await client.CreateKeyAsync(domain, [.. ScopeNames.Of(scopes)]);
        await using var db = await console.OpenDbAsync();
        var tenant = await db.Set<Tenant>().SingleAsync(t => t.Domain == domain);
        if (isRevoked)
        {
            await db.Set<ApiKey>().Where(k => k.Id == id).ExecuteDeleteAsync();
        }

        return new CrawlIdentity.Api(
            $"key of {domain} for {scopes}",
            domain,
            new AuthenticationHeaderValue("Bearer", key),
            RestSchemes.ApiKey,
            new RestCaller.Key(id, "test", tenant.Id, domain, scopes));
    }

    private static CrawlIdentity.Api Token(TokenIssuer issuer, string domain, string scopes) => new(
        $"token of {domain} for {scopes}",
        domain,
        new AuthenticationHeaderValue("Bearer", issuer.Issue(domain, scopes)),
        RestSchemes.AccessToken,
        new RestCaller.Token("mail-script", Guid.Empty, domain, scopes.Split(' ').ToHashSet(StringComparer.Ordinal)));

    private static CrawlIdentity.Api Dead(CrawlIdentity.Api identity, string name) => identity with { Name = name, Domain = null, Scheme = "", Caller = null };

    private static async Task<CrawlIdentity.Browser> BrowserAsync(ConsoleApplication console, string name, ConsolePerson person, string? domain, ActorRole role)
    {
        using var client = console.CreateBareClient();
        using var signedIn = await client.PostSignInAsync(person);
        var cookies = signedIn.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]);
        return new CrawlIdentity.Browser(name, domain, role, string.Join("; ", cookies));
    }

    private static string DomainOf(ConsolePerson person) => person.Username[(person.Username.LastIndexOf('@') + 1)..];
}
