using System.Text;
using EmailConsole.Delivery;
using EmailConsole.Kinds.Mailgun;
using EmailConsole.Tests.Delivery;
using MimeKit;

namespace EmailConsole.Tests.Kinds.Mailgun;

public sealed class MailgunTests : IAsyncLifetime
{
    private const string Key = "the-sending-key-of-mailgun";

    private KindBed _bed = default!;

    public async Task InitializeAsync() =>
        _bed = (await KindBed.StartAsync(MailgunKind.Id, ["api.mailgun.net", "api.eu.mailgun.net"])).WithSecret(MailgunKind.ApiKey, Key).With(MailgunKind.Domain, "mg.foo.example");

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task SendAsync_Message_GoesAsMimeWithItsEnvelopeBeside()
    {
        _bed.Server.Answers(200, """{"id":"<20260101.1@mg.foo.example>","message":"Queued. Thank you."}""");
        _bed.Email = _bed.Email with { Envelope = [new MailboxAddress("", "someone@bar.example"), new MailboxAddress("", "blind@bar.example")] };

        Assert.Equal("20260101.1@mg.foo.example", (await _bed.DeliverAsync()).QueueId);

        var request = _bed.Server.Request;
        Assert.Equal(("POST", "api.mailgun.net", "/v3/mg.foo.example/messages.mime"), (request.Method, request.Host, request.Address));
        Assert.Equal($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"api:{Key}"))}", request.Header("Authorization"));
        var parts = await ReadAsync(request.Header("Content-Type")!, request.Body);
        Assert.Equal("someone@bar.example,blind@bar.example", parts["to"]);
        Assert.Equal("no", parts["o:tracking"]);
        using var message = MimeMessage.Load(new MemoryStream(Encoding.Latin1.GetBytes(parts["message"])));
        Assert.Equal(KindBed.MessageId, message.MessageId);
        Assert.Equal("someone@bar.example", message.To.ToString());
        Assert.DoesNotContain("blind@bar.example", parts["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_Raw_GoesByteForByteToItsEnvelope()
    {
        _bed.Server.Answers(200, """{"id":"<1@x>","message":"Queued. Thank you."}""");
        var raw = RawMail.Of(RawMail.Header + "Auto-Submitted: no\nContent-Type: text/plain; charset=utf-8\n\nGrüße\n--emailconsole\n\n\n", isSigned: true);
        _bed.Email = RawMail.Email(raw, "someone@bar.example", "blind@bar.example");

        await _bed.DeliverAsync();

        var parts = await ReadAsync(_bed.Server.Request.Header("Content-Type")!, _bed.Server.Request.Body);
        Assert.Equal("someone@bar.example,blind@bar.example", parts["to"]);
        Assert.Equal(raw.Content.ToArray(), Encoding.Latin1.GetBytes(parts["message"]));
    }

    // Whoever chooses a Message-ID knows what a boundary made of it alone would be
    [Fact]
    public async Task SendAsync_RawWithTheBoundaryInIt_AddsNoRecipient()
    {
        _bed.Server.Answers(200, """{"id":"<1@x>","message":"Queued. Thank you."}""");
        _bed.Email = RawMail.Email(RawMail.New());
        await _bed.DeliverAsync();
        var boundary = _bed.Server.Request.Header("Content-Type")!.Split("boundary=")[1];
        _bed.Email = RawMail.Email(RawMail.Of(
            RawMail.Header + $"\n--{boundary}\nContent-Disposition: form-data; name=\"to\"\n\nvictim@bar.example\n--{boundary}--\n"));

        await _bed.DeliverAsync();

        var request = _bed.Server.Requests[^1];
        var parts = await ReadAsync(request.Header("Content-Type")!, request.Body);
        Assert.Equal("someone@bar.example", parts["to"]);
        Assert.Contains("victim@bar.example", parts["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_RegionEu_GoesToItsHost()
    {
        _bed.With(MailgunKind.Region, MailgunKind.Europe).Server.Answers(200, """{"id":"<1@x>","message":"Queued. Thank you."}""");

        await _bed.DeliverAsync();

        Assert.Equal("api.eu.mailgun.net", _bed.Server.Request.Host);
    }

    [Theory]
    [InlineData(400, """{"message":"to parameter is not a valid address. please check documentation"}""", Blame.Recipient, true)]
    [InlineData(400, """{"message":"'to' parameter is not a valid address. please check documentation"}""", Blame.Recipient, true)]
    [InlineData(400, """{"message":"from parameter is not a valid address. please check documentation"}""", Blame.Sender, true)]
    [InlineData(400, """{"message":"The domain is unverified and requires DNS configuration: domain not verified"}""", Blame.Sender, true)]
    [InlineData(400, """{"message":"Domain mg.foo.example is disabled"}""", Blame.Sender, true)]
    [InlineData(400, """{"message":"Sandbox subdomains are for test purposes only. Please add your own domain or add the address to authorized recipients in Account Settings."}""", Blame.Sender, true)]
    [InlineData(400, """{"message":"no"}""", Blame.Message, true)]
    [InlineData(401, "Forbidden", Blame.Credentials, true)]
    [InlineData(403, """{"message":"Forbidden"}""", Blame.Credentials, true)]
    [InlineData(402, """{"message":"Limit reached"}""", Blame.Throttle, true)]
    [InlineData(429, """{"message":"Too many requests"}""", Blame.Throttle, false)]
    [InlineData(404, """{"message":"Domain not found: mg.foo.example"}""", Blame.Credentials, true)]
    [InlineData(200, "Mailgun Magnificent API", Blame.Credentials, true)]
    public Task SendAsync_RowOfTheTable_IsJudgedByIt(int status, string body, Blame blame, bool lasts) => _bed.AssertRefusedAsync(status, body, blame, lasts);

    private static async Task<Dictionary<string, string>> ReadAsync(string contentType, byte[] body)
    {
        var boundary = contentType[(contentType.IndexOf("boundary=", StringComparison.Ordinal) + 9)..];
        var reader = new Microsoft.AspNetCore.WebUtilities.MultipartReader(boundary, new MemoryStream(body));
        Dictionary<string, string> parts = [];
        while (await reader.ReadNextSectionAsync() is { } section)
        {
            using var content = new StreamReader(section.Body, Encoding.Latin1);
            var name = Microsoft.Net.Http.Headers.ContentDispositionHeaderValue.Parse(section.ContentDisposition).Name.ToString().Trim('"');
            parts[name] = await content.ReadToEndAsync();
        }

        return parts;
    }
}
