using System.Text;
using EmailConsole.Delivery;
using EmailConsole.Kinds.AzureCommunication;
using EmailConsole.Tests.Delivery;

namespace EmailConsole.Tests.Kinds.AzureCommunication;

public sealed class AcsTests : IAsyncLifetime
{
    private static readonly string Key = Convert.ToBase64String(Encoding.UTF8.GetBytes("the access key of the resource"));

    private KindBed _bed = default!;

    public async Task InitializeAsync() =>
        _bed = (await KindBed.StartAsync(AcsKind.Id, ["foo.communication.azure.com"]))
            .With(AcsKind.Endpoint, "https://foo.communication.azure.com/").WithSecret(AcsKind.AccessKey, $"endpoint=https://foo.communication.azure.com/;accesskey={Key}");

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task SendAsync_Message_IsSignedAndAskedAsDocumented()
    {
        _bed.Server.Answers(202, """{"id":"op-1","status":"Running"}""", ("Operation-Location", "https://foo.communication.azure.com/emails/operations/op-1"));

        Assert.Equal("op-1", (await _bed.DeliverAsync()).QueueId);

        var request = _bed.Server.Request;
        Assert.Equal(("POST", "/emails:send?api-version=2023-03-31"), (request.Method, request.Address));
        var json = request.Json;
        Assert.Equal("codes@foo.example", json.GetProperty("senderAddress").GetString());
        Assert.Equal("""{"subject":"Subject","plainText":"Text","html":"<p>Html</p>"}""", json.GetProperty("content").GetRawText());
        Assert.Equal("""{"to":[{"address":"someone@bar.example"}]}""", json.GetProperty("recipients").GetRawText());
        Assert.True(json.GetProperty("userEngagementTrackingDisabled").GetBoolean());
        Assert.Equal(4, Guid.Parse(request.Header("Operation-Id")!).ToString().Count(c => c == '-'));

        // The service's own view of the request leads to the same signature
        var again = AcsTransport.Sign(
            new Uri($"https://{request.Header("Host")}{request.Address}"), request.Body, Convert.FromBase64String(Key), DateTimeOffset.Parse(request.Header("x-ms-date")!, null));
        Assert.Equal(again.Single(h => h.Name == "Authorization").Value, request.Header("Authorization"));
    }

    [Fact]
    public async Task SendAsync_Raw_IsTakenApart()
    {
        _bed.Server.Answers(202, """{"id":"op-1","status":"Running"}""");
        _bed.Email = RawMail.Email(RawMail.Of(RawMail.Nested), "someone@bar.example", "two@bar.example", "three@bar.example", "blind@bar.example");

        await _bed.DeliverAsync();

        var json = _bed.Server.Request.Json;
        Assert.Equal("""{"subject":"Grüße","plainText":"Grüße","html":"<p>Grüße <img src=\"cid:logo\"></p>"}""", json.GetProperty("content").GetRawText());
        Assert.Equal("""[{"address":"help@foo.example","displayName":"Help"}]""", json.GetProperty("replyTo").GetRawText());
        Assert.Equal($"<{RawMail.MessageId}>", json.GetProperty("headers").GetProperty("Message-ID").GetString());
    }

    [Theory]
    [InlineData(401, """{"error":{"code":"Denied","message":"Denied by the resource provider."}}""", Blame.Credentials, true)]
    [InlineData(401, "", Blame.Credentials, true)]
    [InlineData(404, """{"error":{"code":"DomainNotLinked","message":"The specified sender domain has not been linked."}}""", Blame.Sender, true)]
    [InlineData(400, """{"error":{"code":"DomainNotLinked","message":"no"}}""", Blame.Sender, true)]
    [InlineData(400, """{"error":{"code":"BadRequest","message":"The sender is not registered"}}""", Blame.Sender, true)]
    [InlineData(429, """{"error":{"code":"TooManyRequests","message":"no"}}""", Blame.Throttle, false)]
    [InlineData(400, """{"error":{"code":"BadRequest","message":"Duplicate Message-ID header"}}""", Blame.Message, true, FailureOutcome.Unknown)]
    public Task SendAsync_RowOfTheTable_IsJudgedByIt(int status, string body, Blame blame, bool lasts, FailureOutcome outcome = FailureOutcome.NotAccepted) =>
        _bed.AssertRefusedAsync(status, body, blame, lasts, outcome);
}
