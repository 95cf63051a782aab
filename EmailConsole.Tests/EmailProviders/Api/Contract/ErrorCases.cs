using System.Text.Json.Nodes;
using EmailConsole.Tests.Rest.Server;

namespace EmailConsole.Tests.EmailProviders.Api.Contract;

/// <summary>Section 2.5: the errors that a request alone can bring about.</summary>
internal static class ErrorCases
{
    public static IEnumerable<ContractCase> Of(int v)
    {
        foreach (var (title, text) in new[]
        {
            ("empty", ""), ("null", "null"), ("an array", "[]"), ("cut off", "{\"fromAddress\":\"a@foo.com\""), ("not JSON", "<sender/>"),
            ("wrong type", "{\"fromAddress\":{}}"), ("unknown member", "{\"fromAddress\":\"a@foo.com\",\"color\":\"red\"}"), ("no UTF-16", "{\"fromAddress\":\"\\ud800\"}"),
        })
        {
            foreach (var contract in Senders.Writes("2.5 UE-10000 body not in the expected format", title, v, new JsonObject(), (c, _) => (c with { Body = text }).Unreadable()))
            {
                yield return contract;
            }
        }

        if (v == 1)
        {
            foreach (var contract in Senders.Writes(
                "2.5 UE-10000 bean validation",
                "several",
                v,
                SenderClient.Parse("""{"properties":[{"key":"a"},{"value":"b"}]}"""),
                (c, _) => c.Fails(
                    400, "UE-10000", "Invalid Request", "Property fromAddress cannot be null. Property value cannot be null. Property key cannot be null.")))
            {
                yield return contract;
            }
        }

        yield return Senders.Post("2.5 NSM-60001", "POST", v, SenderClient.Basic(v).With("name", "Other"))
            .Fails(404, "NSM-60001", "No defined system notification sender.", "There is no notification sender: Other, defined in system.");
        yield return (Senders.Post("2.5 NSM-60002", "POST", v) with { Stored = SenderClient.Basic(3 - v).ToJsonString(), StoredVersion = 3 - v })
            .Fails(409, "NSM-60002", "Notification sender already exists.", "There is already exists a notification sender: EmailPublisher.");
        foreach (var method in new[] { "GET", "DELETE" })
        {
            yield return (new ContractCase("2.5 NSM-60006", $"{method}, none there", v) { Method = method, Path = Senders.One })
                .Fails(404, "NSM-60006", "No notification sender found.", "There is no notification sender for publisher: EmailPublisher.");
            foreach (var name in new[] { "SMSPublisher", "PushPublisher", "emailpublisher" })
            {
                yield return (Senders.Get("2.5 NSM-60006", $"{method} {name}", v) with { Method = method, Path = $"{Senders.All}/{name}" })
                    .Fails(404, "NSM-60006", "No notification sender found.", $"There is no notification sender for publisher: {name}.");
            }
        }

        yield return (Senders.Put("2.5 NSM-65010", "none there", v) with { Stored = null })
            .Fails(404, "NSM-65010", "No notification sender found.", "No notification sender found with name: EmailPublisher.");
        foreach (var contract in Senders.Writes("2.5 NSM-65022", "a wrong field", v, Senders.Basic(v).With("smtpPort", 0), (c, _) => c.Invalid("smtpPort")))
        {
            yield return contract;
        }

        foreach (var contract in Elsewhere(v))
        {
            yield return contract;
        }
    }

    /// <summary>A stored secret does not follow a change; each answer names it and why.</summary>
    private static IEnumerable<ContractCase> Elsewhere(int v)
    {
        var kept = Senders.Basic(v).Without("password").WithoutProperty("password");
        foreach (var (title, body) in new[]
        {
            ("host", kept.DeepClone().AsObject().With("smtpServerHost", "smtp.bar.com")),
            ("port", kept.DeepClone().AsObject().With("smtpPort", 465)),
            ("user", v == 1 ? kept.DeepClone().AsObject().With("userName", "bob") : kept.DeepClone().AsObject().WithProperty("userName", "bob")),
            ("weaker encryption", kept.DeepClone().AsObject().WithProperty("mail.smtp.starttls.required", "false")),
            ("no encryption", kept.DeepClone().AsObject().WithProperty("mail.smtp.starttls.enable", "false")),
        })
        {
            yield return Senders.Put("2.5 NSM-65022", $"stored password, other {title}", v, body).Invalid("password");
        }

        yield return Senders.Put("2.5 NSM-65022", "stored password, stronger encryption", v, kept.DeepClone().AsObject().WithProperty("mail.smtp.ssl.enable", "true")).Succeeds(200);
        var client = SenderClient.ClientCredential(v);
        foreach (var (key, value) in new[] { ("clientId", "c2"), ("tokenEndpoint", "https://id.bar.com/token") })
        {
            yield return (Senders.Put(
                "2.5 NSM-65022", $"stored client secret, other {key}", v, SenderClient.ClientCredential(v).WithoutProperty("clientSecret").WithProperty(key, value)) with
            { Stored = client.ToJsonString() }).Invalid("clientSecret");
        }
    }
}
