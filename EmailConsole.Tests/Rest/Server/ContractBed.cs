using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using EmailConsole.Tenants;
using EmailConsole.Tests.Accounts.AccessTokens;
using EmailConsole.Tests.Application;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Rest.Server;

/// <summary>A running console with people of every kind, to which the cases of a contract are sent.</summary>
public sealed class ContractBed : IAsyncLifetime
{
    public const string Tenant = "contract.example";
    public const string OtherTenant = "other.example";
    public const string InactiveTenant = "asleep.example";

    /// <summary>The only secret of the super tenant's file.</summary>
    public const string FileSecret = "file-secret";

    private TokenIssuer? _issuer;
    private ConsoleApplication? _console;

    public ConsoleApplication Console => _console!;

    /// <summary>Of <see cref="Tenant"/>.</summary>
    public AuthenticationHeaderValue Administrator { get; private set; } = null!;

    /// <summary>Of <see cref="Tenant"/>.</summary>
    public AuthenticationHeaderValue Operator { get; private set; } = null!;

    /// <summary>Administrator of <see cref="OtherTenant"/>.</summary>
    public AuthenticationHeaderValue Stranger { get; private set; } = null!;

    public AuthenticationHeaderValue SuperAdministrator { get; private set; } = null!;

    public AuthenticationHeaderValue SuperOperator { get; private set; } = null!;

    /// <summary>The credential of somebody with a password.</summary>
    public static AuthenticationHeaderValue Basic(string username, string password) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{password}")));

    /// <summary>An access token of the configured issuer.</summary>
    public AuthenticationHeaderValue Token(string tenant, params string[] scopes) => new("Bearer", _issuer!.Issue(tenant, string.Join(' ', scopes)));

    public async Task InitializeAsync()
    {
        _issuer = await TokenIssuer.StartAsync();
        _console = new ConsoleApplication
        {
            Deployment = $"""
                [output_adapter.email]
                from_address = "codes@bar.com"
                username = "codes"
                password = "{FileSecret}"
                hostname = "smtp.bar.com"
                """,
            Settings = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["AccessTokens:Issuer"] = TokenIssuer.Issuer,
                ["AccessTokens:Audiences:0"] = TokenIssuer.Audience,
                ["AccessTokens:KeysAddress"] = _issuer.KeysAddress.AbsoluteUri,
                ["SignIn:AttemptsPerAddress"] = "10000",
                ["SignIn:FailuresUntilLockout"] = "100",
                ["SignIn:RefusalTakes"] = "00:00:00",
            },
        };
        Administrator = Of(await Console.AddTenantAsync(Tenant));
        Operator = Of(await Console.AddPersonAsync(Tenant, "olga", ActorRole.Operator));
        Stranger = Of(await Console.AddTenantAsync(OtherTenant));
        SuperAdministrator = Of(await Console.AddSuperAdministratorAsync());
        SuperOperator = Of(await Console.AddPersonAsync(TenantDomain.Super, "olga", ActorRole.Operator));
        await Console.AddTenantAsync(InactiveTenant);
        await using var db = await Console.OpenDbAsync();
        await db.Set<Tenant>().Where(t => t.Domain == InactiveTenant).ExecuteUpdateAsync(s => s.SetProperty(t => t.IsActive, false));
    }

    public async Task DisposeAsync()
    {
        await Console.DisposeAsync();
        await _issuer!.DisposeAsync();
    }

    /// <summary>Sends the case's request and looks at what may be seen in every answer.</summary>
    internal async Task<ContractAnswer> SendAsync(ContractCase contract)
    {
        var root = contract.Root.Length == 0 ? "" : $"{contract.Root}/";
        using var client = Console.CreateBareClient();
        using var request = new HttpRequestMessage(new HttpMethod(contract.Method), $"{root}api/server/v{contract.Version}{contract.Path}");
        request.Headers.Authorization = contract.Credential(this);
        request.Headers.TryAddWithoutValidation("Accept", contract.Accept);
        if (contract.Body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(contract.Body));
            request.Content.Headers.ContentType = contract.ContentType is null ? null : MediaTypeHeaderValue.Parse(contract.ContentType);
        }

        var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain(FileSecret, text, StringComparison.Ordinal);
        return new ContractAnswer(response, text, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text), Console.Url);
    }

    private static AuthenticationHeaderValue Of(ConsolePerson person) => Basic(person.Username, person.Password);
}
