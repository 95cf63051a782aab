using System.Net;
using System.Net.Http.Headers;
using System.Text;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Outbox.Admission.Forms;
using EmailConsole.Tests.Sending.Lanes;
using EmailConsole.Tests.Servers;
using MimeKit;

namespace EmailConsole.Tests.Outbox.Api;

/// <summary>What WSO2 Identity Server posts arrives at a mail server as the template of its email says.</summary>
public sealed class SendFormDeliveryTests : IAsyncLifetime
{
    private const string Html = """
        <!doctype html>
        <html><head><style>a { color: #f00; }</style></head>
        <body><p class="x">Grüße, O'Neill &amp; Co — 100 % + 1 = "sicher" 😀</p>
        <a href="https://foo.example/confirm?code=a%2Bb&amp;x=1+2">Weiter</a></body></html>
        """;

    private readonly ScriptedSmtpServer _server = new ScriptedSmtpServer().Start();
    private readonly LaneBed _bed;

    public SendFormDeliveryTests() => _bed = new LaneBed { Deployment = LaneBed.FileFor(_server) };

    public Task InitializeAsync()
    {
        _bed.Own(_server);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Theory]
    [InlineData("text/html", Html, "<p>--<br>Foo, Inc.</p>")]
    [InlineData("text/html; charset=UTF-8", "Nur Text", "")]
    [InlineData("", Html, "")]
    [InlineData("text/plain", "Ihr Code: 421337\n\n+49 % & = , <p>kein HTML</p>\n", "--\nFoo, Inc.")]
    [InlineData("", "Ihr Code: 421337", "\n--\nFoo")]
    public async Task Post_TemplateThatWso2HasFilled_ArrivesAtTheServer(string contentType, string body, string footer)
    {
        using var client = await SendClient.OpenAsync(_bed, "foo.example");
        var form = Wso2Form.Fill(Wso2Form.Template, new Dictionary<string, string>
        {
            ["send-to"] = "someone@bar.example",
            ["subject"] = "Ihr Code, für Übermorgen + mehr",
            ["content-type"] = contentType,
            ["body"] = body,
            ["footer"] = footer,
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, client.Emails) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(form)) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/x-www-form-urlencoded; charset=UTF-8");
        request.Headers.TryAddWithoutValidation("User-Agent", "Jakarta Commons-HttpClient/3.1");

        using var response = await client.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var story = await client.UntilAsync((await response.ReadJsonAsync()).GetProperty("id").GetGuid(), "delivered");
        using var mail = await MimeMessage.LoadAsync(new MemoryStream(Encoding.Latin1.GetBytes(Assert.Single(_server.Messages))));
        Assert.Equal("Ihr Code, für Übermorgen + mehr", mail.Subject);
        Assert.Equal(["someone@bar.example"], mail.To.Mailboxes.Select(m => m.Address));
        Assert.Equal(["no-reply@platform.example"], mail.From.Mailboxes.Select(m => m.Address));
        Assert.Equal(story.GetProperty("messageId").GetString(), mail.MessageId);
        var isHtml = contentType.StartsWith("text/html", StringComparison.Ordinal) || (contentType.Length == 0 && body == Html);
        var (read, other) = isHtml ? (mail.HtmlBody, mail.TextBody) : (mail.TextBody, mail.HtmlBody);
        Assert.Equal(Normal(body + footer), Normal(read!));
        Assert.Null(other);
    }

    // A message may end with a line break of its own
    private static string Normal(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n');
}
