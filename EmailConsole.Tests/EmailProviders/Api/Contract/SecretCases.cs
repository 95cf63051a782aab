using System.Text.Json.Nodes;
using EmailConsole.Tests.Rest.Server;

namespace EmailConsole.Tests.EmailProviders.Api.Contract;

/// <summary>Section 2.4: what answers hold of a sender's credentials, in POST, PUT, GET and the list, and in the other version.</summary>
internal static class SecretCases
{
    private const string Secret = "never-answered-7";

    public static IEnumerable<ContractCase> Of(int v)
    {
        foreach (var contract in Everywhere("2.4 userName", v, Senders.Basic(v)))
        {
            yield return contract with { Check = a => Assert.Equal("anna", contract.Version == 1 ? One(a).Text("userName") : One(a).Property("userName")) };
        }

        foreach (var contract in Everywhere("2.4 password", v, Senders.Basic(v).ReplacePassword(v)))
        {
            yield return Withheld(contract);
        }

        var oauth = SenderClient.ClientCredential(v).WithProperty("clientSecret", Secret).WithProperty("apiKeyHeader", "X-Key");
        foreach (var contract in Everywhere("2.4 clientId, tokenEndpoint, scopes, apiKeyHeader", v, oauth))
        {
            yield return contract with
            {
                Check = a => Assert.Equal(
                    ("c1", "https://id.foo.com/token", "https://outlook.office365.com/.default", "X-Key"),
                    (One(a).Property("clientId"), One(a).Property("tokenEndpoint"), One(a).Property("scopes"), One(a).Property("apiKeyHeader"))),
            };
        }

        var all = oauth.DeepClone().AsObject().WithProperty("accessToken", Secret).WithProperty("apiKeyValue", Secret).WithProperty("mail.smtp.password", Secret);
        foreach (var contract in Everywhere("2.4 clientSecret, accessToken, apiKeyValue", v, all))
        {
            yield return Withheld(contract);
        }

        foreach (var contract in v == 1 ? [] : OfHttp())
        {
            yield return contract;
        }
    }

    private static IEnumerable<ContractCase> OfHttp()
    {
        foreach (var (type, key) in new[]
        {
            ("BASIC", "password"), ("PASSWORD_CREDENTIAL", "password"), ("CLIENT_CREDENTIAL", "clientSecret"), ("PASSWORD_CREDENTIAL", "clientSecret"),
            ("BEARER", "accessToken"), ("API_KEY", "apiKeyValue"),
        })
        {
            var row = key == "password" ? "2.4 password" : "2.4 clientSecret, accessToken, apiKeyValue";
            foreach (var contract in Everywhere(row, 2, SenderClient.OfHttp(type).Without("name").WithProperty(key, Secret)))
            {
                yield return Withheld(contract with { Title = $"{contract.Title}, HTTP {type}" });
            }
        }

        var whole = SenderClient.OfHttp("PASSWORD_CREDENTIAL").Without("name").WithProperty("scopes", "mail.send").WithProperty("apiKeyHeader", "X-Key");
        foreach (var contract in Everywhere("2.4 clientId, tokenEndpoint, scopes, apiKeyHeader", 2, whole))
        {
            yield return contract with
            {
                Title = $"{contract.Title}, HTTP",
                Check = a => Assert.Equal(
                    ("c1", "https://id.foo.com/token", "mail.send", "X-Key"),
                    (One(a).Property("clientId"), One(a).Property("tokenEndpoint"), One(a).Property("scopes"), One(a).Property("apiKeyHeader"))),
            };
        }
    }

    private static JsonObject ReplacePassword(this JsonObject body, int v) =>
        v == 1 ? body.With("password", Secret) : body.WithProperty("password", Secret);

    private static IEnumerable<ContractCase> Everywhere(string row, int v, JsonObject body)
    {
        var stored = body.ToJsonString();
        yield return Senders.Post(row, "POST", v, body).Succeeds(201);
        yield return Senders.Put(row, "PUT", v, body).Succeeds(200);
        yield return (Senders.Get(row, "GET", v) with { Stored = stored }).Succeeds(200);
        yield return (Senders.List(row, "list", v) with { Stored = stored }).Succeeds(200);
        yield return (Senders.Get(row, "GET of the other version's", 3 - v) with { Stored = stored, StoredVersion = v }).Succeeds(200);
    }

    private static ContractCase Withheld(ContractCase contract) => contract with
    {
        Check = a =>
        {
            Assert.DoesNotContain(Secret, a.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("***", a.Text, StringComparison.Ordinal);
        },
    };

    private static System.Text.Json.JsonElement One(ContractAnswer answer) =>
        answer.Body.ValueKind == System.Text.Json.JsonValueKind.Array ? answer.Body.EnumerateArray().Single() : answer.Body;
}
