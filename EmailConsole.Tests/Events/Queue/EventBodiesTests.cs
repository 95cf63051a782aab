using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EmailConsole.Delivery;
using EmailConsole.Events.Queue;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Store;
using EmailConsole.Rest;
using EmailConsole.Tenants;

namespace EmailConsole.Tests.Events.Queue;

public sealed class EventBodiesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);
    private static readonly Guid Tenant = Guid.CreateVersion7();
    private static readonly Guid Id = Guid.CreateVersion7();

    [Fact]
    public void Of_AFailure_HasWhatAReceiverNeeds()
    {
        var body = Parse(Fact(EmailEventKind.Failed, [EmailState.Delivered, EmailState.Failed], Attempt(Tenant)));

        Assert.Equal("email.failed", body.GetProperty("type").GetString());
        Assert.Equal(Now, body.GetProperty("timestamp").GetDateTimeOffset());
        var data = body.GetProperty("data");
        Assert.Equal(Id, data.GetProperty("emailId").GetGuid());
        Assert.Equal(("foo.example", "failed", "id@foo.example", "key"), (Text("tenant"), Text("state"), Text("messageId"), Text("acceptedBy")));
        Assert.Equal("password-recovery", data.GetProperty("metadata").GetProperty("flow").GetString());
        Assert.Equal(["delivered", "failed"], data.GetProperty("recipients").EnumerateArray().Select(r => r.GetProperty("state").GetString()));
        Assert.Equal(550, data.GetProperty("recipients")[1].GetProperty("replyCode").GetInt32());
        var failure = data.GetProperty("failure");
        Assert.Equal(("authenticationRefused", "authenticate", "The password of codes@foo.example is wrong.", "Enter it again."), (
            failure.GetProperty("kind").GetString(), failure.GetProperty("stage").GetString(), failure.GetProperty("cause").GetString(), failure.GetProperty("cure").GetString()));

        string? Text(string name) => data.GetProperty(name).GetString();
    }

    [Fact]
    public void Of_AFailureOfThePlatformsProvider_SaysStageAndKindAlone()
    {
        var body = Parse(Fact(EmailEventKind.Failed, [EmailState.Failed], Attempt(TenantDomain.SuperTenantId)));

        var text = body.ToString();
        Assert.DoesNotContain("password of", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Enter it again", text, StringComparison.Ordinal);
        Assert.Contains("did not pass Authenticate", body.GetProperty("data").GetProperty("failure").GetProperty("cause").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ARecipientWhoHasComeFurtherSince_SaysNothingOfThat()
    {
        var fact = Fact(EmailEventKind.Delayed, [EmailState.Retrying, EmailState.Retrying], null);

        Assert.False(Parse(fact).GetProperty("data").GetProperty("recipients")[1].TryGetProperty("reply", out _));
    }

    [Fact]
    public void Of_FiftyOneRecipients_HasTheirNumberAndALink()
    {
        var data = Parse(Fact(EmailEventKind.Delivered, [.. Enumerable.Repeat(EmailState.Delivered, 51)], null)).GetProperty("data");

        Assert.Equal(51, data.GetProperty("recipientCount").GetInt32());
        Assert.False(data.TryGetProperty("recipients", out _));
        Assert.Equal($"/t/foo.example/api/v1/emails/{Id}", data.GetProperty("link").GetString());
    }

    /// <summary>Standard Webhooks: less than 20 KB.</summary>
    [Theory]
    [InlineData(1, 10)]
    [InlineData(50, 30)]
    [InlineData(50, 300)]
    [InlineData(3, 300)]
    public void Of_TheLargest_IsBelowTwentyKilobytes(int recipients, int address)
    {
        var message = Message("{" + string.Join(',', Enumerable.Range(0, 20).Select(i => $"\"{new string('n', 60)}{i:00}\":\"{new string('ö', 500)}\"")) + "}");
        var fact = Fact(EmailEventKind.Failed, [.. Enumerable.Repeat(EmailState.Failed, recipients)], Attempt(Tenant)) with
        {
            Message = message,
            Recipients = [.. Enumerable.Range(0, recipients).Select(i => Recipient(i, EmailState.Failed, new string('a', address), new string('ö', 300)))],
        };

        var body = EventBodies.Of(fact);

        Assert.InRange(body.Length, 500, 20_000);
        Assert.Equal(recipients, JsonDocument.Parse(body).RootElement.GetProperty("data").GetProperty("recipientCount").GetInt32());
    }

    [Fact]
    public void Of_AMessageThatIsGone_SaysWhatIsKnown()
    {
        var data = Parse(Fact(EmailEventKind.Expired, [EmailState.Expired], null) with { Message = null, Recipients = [] }).GetProperty("data");

        Assert.Equal((Id, "expired", 3), (data.GetProperty("emailId").GetGuid(), data.GetProperty("state").GetString(), data.GetProperty("attempts").GetInt32()));
    }

    /// <summary>What receivers are written by.</summary>
    [Fact]
    public async Task Of_TheSampleOfTheManual_IsAsItStandsThere()
    {
        var manual = await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Find(), "docs", "webhooks.md"));
        var sample = JsonNode.Parse(manual.Split("```json")[1].Split("```")[0])!;
        var data = sample["data"]!;
        var (id, at) = (data["emailId"]!.GetValue<Guid>(), data["occurredAt"]!.GetValue<DateTimeOffset>());
        var fact = new EmailFact(
            new OutboxEvent { Id = Guid.CreateVersion7(at), TenantId = Tenant, MessageId = id, Kind = EmailEventKind.Failed, OccurredAt = at, Attempts = 1, States = [(byte)EmailState.Delivered, (byte)EmailState.Failed] },
            "foo.com",
            new OutboxMessage
            {
                Id = id,
                TenantId = Tenant,
                InternetMessageId = $"{id:N}@foo.com",
                AcceptedAt = data["acceptedAt"]!.GetValue<DateTimeOffset>(),
                AcceptedBy = RestCaller.Key.WordsFor("Keycloak"),
                Metadata = """{"flow":"password-recovery"}""",
                Cause = new FailureCause(DeliveryFailureKind.RecipientRefused, DeliveryStage.Recipient, "5.1.1").ToString(),
            },
            [
                new OutboxRecipient { MessageId = id, Ordinal = 0, TenantId = Tenant, Address = "anna@bar.example", State = EmailState.Delivered },
                new OutboxRecipient { MessageId = id, Ordinal = 1, TenantId = Tenant, Address = "nobody@bar.example", State = EmailState.Failed, ReplyCode = 550, LastReply = "550 5.1.1 No such user" },
            ],
            null);

        Assert.Equal(JsonNode.Parse(EventBodies.Of(fact))!.ToJsonString(), sample.ToJsonString());
    }

    private static JsonElement Parse(EmailFact fact) => JsonDocument.Parse(Encoding.UTF8.GetString(EventBodies.Of(fact))).RootElement;

    private static EmailFact Fact(EmailEventKind kind, EmailState[] states, OutboxAttempt? attempt) => new(
        new OutboxEvent
        {
            Id = Guid.CreateVersion7(Now),
            TenantId = Tenant,
            MessageId = Id,
            Kind = kind,
            OccurredAt = Now,
            Attempts = 3,
            States = [.. states.Select(s => (byte)s)],
        },
        "foo.example",
        Message("""{"flow":"password-recovery"}"""),
        [.. states.Take(50).Select((_, i) => Recipient(i, i == 0 ? EmailState.Delivered : EmailState.Failed, "someone", "No such user."))],
        attempt);

    private static OutboxMessage Message(string metadata) =>
        new() { Id = Id, TenantId = Tenant, InternetMessageId = "id@foo.example", AcceptedAt = Now, AcceptedBy = "key", Metadata = metadata };

    private static OutboxRecipient Recipient(int ordinal, EmailState state, string user, string reply) =>
        new() { MessageId = Id, Ordinal = ordinal, TenantId = Tenant, Address = $"{user}@bar.example", State = state, ReplyCode = 550, LastReply = reply };

    private static OutboxAttempt Attempt(Guid owner) => new()
    {
        MessageId = Id,
        Number = 3,
        ProviderOwner = owner,
        Outcome = AttemptOutcome.Failed,
        Stage = DeliveryStage.Authenticate,
        Kind = DeliveryFailureKind.AuthenticationRefused,
        Blame = Blame.Credentials,
        Cause = "The password of codes@foo.example is wrong.",
        Cure = "Enter it again.",
    };
}
