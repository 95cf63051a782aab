using System.Text.Json.Nodes;
using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.EmailProviders.Api;

public sealed class SenderFaultsTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{")]
    [InlineData("{\"fromAddress\":\"a@foo.com\",\"color\":\"red\"}")]
    [InlineData("{\"fromAddress\":{}}")]
    [InlineData("{\"fromAddress\":\"\\ud800\"}")]
    [InlineData("{\"smtpPort\":\"x\"}")]
    [InlineData("{\"smtpPort\":true}")]
    [InlineData("{\"smtpPort\":99999999999}")]
    [InlineData("{\"properties\":{}}")]
    [InlineData("{\"properties\":[[]]}")]
    [InlineData("{\"properties\":[{\"key\":\"a\",\"value\":{}}]}")]
    [InlineData("{\"properties\":[{\"key\":\"a\",\"value\":\"b\",\"more\":1}]}")]
    public async Task Write_BodyInTheWrongFormat_AnswersUserError(string body)
    {
        foreach (var version in new[] { 1, 2 })
        {
            using var client = await SenderClient.CreateAsync(console, "format.example", version);
            foreach (var (method, path) in new[] { (HttpMethod.Post, client.All), (HttpMethod.Put, client.One) })
            {
                var error = await SenderClient.ReadAsync(client.SendAsync(method, path, body), 400);

                AssertError("UE-10000", "Invalid Request.", error);
            }
        }
    }

    [Theory]
    [InlineData("provider", "FTP")]
    [InlineData("provider", "smtp")]
    [InlineData("password", "x")]
    [InlineData("userName", "x")]
    public async Task Write_Version2_RefusesWhatIsNotInIt(string member, string? value)
    {
        using var client = await SenderClient.CreateAsync(console, "v2members.example", 2);
        var body = SenderClient.Basic(2).With(member, value);

        var error = await SenderClient.ReadAsync(client.PostAsync(body), 400);

        AssertError("UE-10000", "Invalid Request.", error);
    }

    [Theory]
    [InlineData("{}", "Property fromAddress cannot be null.")]
    [InlineData("{\"fromAddress\":null,\"properties\":[{\"key\":\"a\"}]}", "Property fromAddress cannot be null. Property value cannot be null.")]
    [InlineData("{\"fromAddress\":\"a@foo.com\",\"properties\":[{\"value\":\"a\"}]}", "Property key cannot be null.")]
    [InlineData("{\"fromAddress\":\"a@foo.com\",\"properties\":[null]}", "Property key cannot be null. Property value cannot be null.")]
    public async Task Write_Version1_NamesMembersThatAreMissing(string body, string description)
    {
        using var client = await SenderClient.CreateAsync(console, "v1missing.example", 1);

        var error = await SenderClient.ReadAsync(client.SendAsync(HttpMethod.Post, client.All, body), 400);

        AssertError("UE-10000", "Invalid Request", error);
        Assert.Equal(description, error.Text("description"));
    }

    [Theory]
    [InlineData("smtpServerHost", null)]
    [InlineData("smtpServerHost", "")]
    [InlineData("smtpServerHost", "no host")]
    [InlineData("smtpPort", null)]
    [InlineData("smtpPort", 0)]
    [InlineData("smtpPort", 65536)]
    [InlineData("fromAddress", null)]
    [InlineData("fromAddress", "nobody")]
    [InlineData("authType", null)]
    [InlineData("authType", "")]
    [InlineData("authType", "DIGEST")]
    [InlineData("authType", "BEARER")]
    [InlineData("authType", "API_KEY")]
    [InlineData("authType", "PASSWORD_CREDENTIAL")]
    public async Task Write_Version2Fault_IsInvalidInputAndNamesTheField(string field, object? value)
    {
        using var client = await SenderClient.CreateAsync(console, "v2faults.example", 2);
        var body = SenderClient.Basic(2).With(field, value is int number ? JsonValue.Create(number) : JsonValue.Create((string?)value));

        var posted = await SenderClient.ReadAsync(client.PostAsync(body), 400);
        var put = await SenderClient.ReadAsync(client.PutAsync(body), 400);

        foreach (var error in new[] { posted, put })
        {
            AssertError("NSM-65022", "Invalid input.", error);
            Assert.StartsWith("Invalid input received for notification sender.", error.Text("description"), StringComparison.Ordinal);
            Assert.Contains($"{field}: ", error.Text("description"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("BASIC", "userName")]
    [InlineData("basic", "password")]
    [InlineData("CLIENT_CREDENTIAL", "clientId")]
    [InlineData("CLIENT_CREDENTIAL", "clientSecret")]
    [InlineData("Client_Credential", "tokenEndpoint")]
    [InlineData("CLIENT_CREDENTIAL", "scopes")]
    public async Task Post_Version2WithoutACredential_NamesIt(string type, string key)
    {
        using var client = await SenderClient.CreateAsync(console, "v2credentials.example", 2);
        var whole = type.Equals("basic", StringComparison.OrdinalIgnoreCase) ? SenderClient.Basic(2) : SenderClient.ClientCredential(2);

        var error = await SenderClient.ReadAsync(client.PostAsync(whole.With("authType", type).WithoutProperty(key)), 400);

        AssertError("NSM-65022", "Invalid input.", error);
        Assert.Contains($"{key}: ", error.Text("description"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Post_FlagThatIsNone_NamesIt(int version)
    {
        using var client = await SenderClient.CreateAsync(console, "flags.example", version);

        var error = await SenderClient.ReadAsync(client.PostAsync(SenderClient.Basic(version).WithProperty("mail.smtp.starttls.enable", "yes")), 400);

        AssertError("NSM-65022", "Invalid input.", error);
        Assert.Contains("mail.smtp.starttls.enable: ", error.Text("description"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Post_OtherName_Answers404(int version)
    {
        using var client = await SenderClient.CreateAsync(console, "names.example", version);

        var error = await SenderClient.ReadAsync(client.PostAsync(SenderClient.Basic(version).With("name", "OtherPublisher")), 404);

        AssertError("NSM-60001", "No defined system notification sender.", error);
        Assert.Equal("There is no notification sender: OtherPublisher, defined in system.", error.Text("description"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Post_Taken_Answers409(int version)
    {
        using var client = await SenderClient.CreateAsync(console, $"taken{version}.example", version);
        await SenderClient.ReadAsync(client.PostAsync(SenderClient.Basic(version)), 201);

        var error = await SenderClient.ReadAsync(client.PostAsync(SenderClient.Basic(version)), 409);

        AssertError("NSM-60002", "Notification sender already exists.", error);
    }

    [Theory]
    [InlineData(1, "EmailPublisher")]
    [InlineData(2, "EmailPublisher")]
    [InlineData(1, "Other%20Publisher")]
    [InlineData(2, "a%2Fb")]
    public async Task OfUnknownName_Answer404(int version, string name)
    {
        using var client = await SenderClient.CreateAsync(console, "nothing.example", version);
        var path = $"{client.All}/{name}";

        AssertError("NSM-60006", "No notification sender found.", await SenderClient.ReadAsync(client.SendAsync(HttpMethod.Get, path), 404));
        AssertError("NSM-60006", "No notification sender found.", await SenderClient.ReadAsync(client.SendAsync(HttpMethod.Delete, path), 404));
        var put = SenderClient.Basic(version).Without("name").ToJsonString();
        AssertError("NSM-65010", "No notification sender found.", await SenderClient.ReadAsync(client.SendAsync(HttpMethod.Put, path, put), 404));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Send_WrongMethodTypeOrAccept_AnswersAnEmptyBody(int version)
    {
        using var client = await SenderClient.CreateAsync(console, "protocol.example", version);
        var body = SenderClient.Basic(version).ToJsonString();

        using var post = await client.SendAsync(HttpMethod.Post, client.One, body);
        using var put = await client.SendAsync(HttpMethod.Put, client.All, body);
        using var xml = await client.SendAsync(HttpMethod.Post, client.All, body, contentType: "application/xml");
        using var latin = await client.SendAsync(HttpMethod.Post, client.All, body, contentType: "application/json; charset=iso-8859-1");
        client.Http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using var html = await client.GetAsync();

        foreach (var (response, status) in new[] { (post, 405), (put, 405), (xml, 415), (latin, 415), (html, 406) })
        {
            Assert.Equal(status, (int)response.StatusCode);
            Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        }

        Assert.Equal(["GET", "POST"], put.Content.Headers.Allow);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Post_TooLarge_Answers413(int version)
    {
        using var client = await SenderClient.CreateAsync(console, "large.example", version);

        await SenderClient.ReadAsync(client.PostAsync(SenderClient.Basic(version).WithProperty("x", new string('x', 70_000))), 413);
    }

    private static void AssertError(string code, string message, System.Text.Json.JsonElement error)
    {
        Assert.Equal((code, message), (error.Text("code"), error.Text("message")));
        Assert.NotEmpty(error.Text("description")!);
        Assert.Matches("^[0-9a-f]{32}$", error.Text("traceId")!);
    }
}
