using System.Text;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Advice;
using EmailConsole.Delivery.Tokens;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Kinds;
using EmailConsole.EmailProviders.Validation;
using EmailConsole.Kinds.CustomHttp;
using EmailConsole.Tests.Delivery;
using EmailConsole.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace EmailConsole.Tests.Kinds.CustomHttp;

public sealed class CustomHttpTests : IAsyncLifetime
{
    private const string Html = "<p class=\"a\">Hello\r\n\\ {{subject}}</p>";

    private KindBed _bed = default!;

    public async Task InitializeAsync()
    {
        _bed = (await KindBed.StartAsync(CustomHttpKind.Id, ["api.foo.example"])).With(CustomHttpKind.Url, "https://api.foo.example/mail?v=1");
        _bed.Email = _bed.Email with { Subject = "A \"quoted\" \\ subject & more, ü", Html = Html };
    }

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    // The second is the sample of WSO2's documentation: some placeholders in quotes, some not
    [Theory]
    [InlineData("""{"subject": {{subject}}, "to": {{send-to}}, "content": {{body}}}""")]
    [InlineData("""{"subject":"{{subject}}","to":"{{send-to}}","content":{{body}}}""")]
    [InlineData("""{"subject":"{{ subject }}","to":"{{send-to}}","content":"{{body}}"}""")]
    public async Task SendAsync_JsonTemplate_IsValidWhateverTheMessageHolds(string template)
    {
        _bed.With(CustomHttpKind.Body, template).Server.Answers(200, """{"id":"m-1"}""");

        Assert.Equal("m-1", (await _bed.DeliverAsync()).QueueId);

        var request = _bed.Server.Request;
        Assert.Equal(("POST", "/mail?v=1", "application/json; charset=utf-8"), (request.Method, request.Address, request.Header("Content-Type")));
        Assert.Equal(
            ("A \"quoted\" \\ subject & more, ü", "someone@bar.example", Html),
            (request.Json.GetProperty("subject").GetString(), request.Json.GetProperty("to").GetString(), request.Json.GetProperty("content").GetString()));
    }

    [Theory]
    [InlineData("codes@foo.example")]
    [InlineData("")]
    public async Task SendAsync_Raw_IsTakenApartARequestEach(string from)
    {
        _bed.With(CustomHttpKind.Body, """{"to":{{send-to}},"subject":{{subject}},"body":{{body}},"text":{{text}},"id":{{message-id}}}""").Server.Answers(200, """{"id":"m-1"}""");
        _bed.Settings = _bed.Settings with { FromAddress = from };
        _bed.Email = RawMail.Email(RawMail.Of(RawMail.Nested), "someone@bar.example", "three@bar.example");

        await _bed.DeliverAsync();

        Assert.Equal(["someone@bar.example", "three@bar.example"], _bed.Server.Requests.Select(r => r.Json.GetProperty("to").GetString()));
        var json = _bed.Server.Requests[0].Json;
        Assert.Equal(
            ("Grüße", "<p>Grüße <img src=\"cid:logo\"></p>", "Grüße", RawMail.MessageId),
            (json.GetProperty("subject").GetString(), json.GetProperty("body").GetString(), json.GetProperty("text").GetString(), json.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task SendAsync_PlaceholderWithinText_IsEscapedThere()
    {
        _bed.With(CustomHttpKind.Body, """{"title":"Re \"{{subject}}\" to {{send-to}}","n":[1,{{send-from}}]}""").Server.Answers(200);

        await _bed.DeliverAsync();

        var json = _bed.Server.Request.Json;
        Assert.Equal("Re \"A \"quoted\" \\ subject & more, ü\" to someone@bar.example", json.GetProperty("title").GetString());
        Assert.Equal("codes@foo.example", json.GetProperty("n")[1].GetString());
    }

    [Theory]
    [InlineData("subject={{subject}},to={{send-to}},note=Dear all, hello,body={{body}}")]
    [InlineData("subject={{subject}}&to={{send-to}}&note=Dear all, hello&body={{body}}")]
    public async Task SendAsync_FormTemplate_IsEncoded(string template)
    {
        _bed.With(CustomHttpKind.ContentType, CustomHttpKind.Form).With(CustomHttpKind.Body, template).Server.Answers(204);

        await _bed.DeliverAsync();

        var request = _bed.Server.Request;
        Assert.Equal("application/x-www-form-urlencoded; charset=UTF-8", request.Header("Content-Type"));
        var form = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(request.Text);
        Assert.Equal(
            ["A \"quoted\" \\ subject & more, ü", "someone@bar.example", "Dear all, hello", Html],
            [form["subject"].ToString(), form["to"].ToString(), form["note"].ToString(), form["body"].ToString()]);
    }

    [Fact]
    public async Task SendAsync_SeveralRecipients_AreOneRequestEach()
    {
        _bed.Email = _bed.Email with { Cc = [new MailboxAddress("", "cc@bar.example")] };
        _bed.Server.Answers(200);

        await _bed.DeliverAsync();

        Assert.Equal(["someone@bar.example", "cc@bar.example"], _bed.Server.Requests.Select(r => r.Json.GetProperty("to").GetString()));
    }

    [Fact]
    public async Task SendAsync_Headers_AreSentAndTheCredentialsWin()
    {
        _bed.With(CustomHttpKind.Method, "PUT")
            .With(CustomHttpKind.Headers, "X-A: one, two, Content-Type: application/vnd.foo+json, X-B: 1, X-B: 2, X-Key: mine")
            .With(CustomHttpKind.Authentication, CustomHttpKind.ApiKey).With(CustomHttpKind.ApiKeyHeader, "X-Key").WithSecret(CustomHttpKind.ApiKeyValue, "the-api-key")
            .Server.Answers(200);

        await _bed.DeliverAsync();

        var request = _bed.Server.Request;
        Assert.Equal(
            ("PUT", "one, two", "2", "the-api-key", "application/vnd.foo+json"),
            (request.Method, request.Header("X-A"), request.Header("X-B"), request.Header("X-Key"), request.Header("Content-Type")));
    }

    [Fact]
    public async Task SendAsync_Basic_SendsUserAndPassword()
    {
        _bed.With(CustomHttpKind.Authentication, CustomHttpKind.Basic).With(CustomHttpKind.Username, "jane").WithSecret(CustomHttpKind.Password, "pässword").Server.Answers(200);

        await _bed.DeliverAsync();

        Assert.Equal($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes("jane:pässword"))}", _bed.Server.Request.Header("Authorization"));
    }

    [Fact]
    public async Task SendAsync_Bearer_SendsTheToken()
    {
        _bed.With(CustomHttpKind.Authentication, CustomHttpKind.Bearer).WithSecret(CustomHttpKind.AccessToken, "the-access-token").Server.Answers(200);

        await _bed.DeliverAsync();

        Assert.Equal("Bearer the-access-token", _bed.Server.Request.Header("Authorization"));
    }

    [Fact]
    public void ForToken_PasswordCredentials_NamesTheUserToo()
    {
        WithClient();
        var api = _bed.Bed.Get<IEnumerable<IKindTransport>>().OfType<CustomHttpTransport>().Single();
        var ofClient = api.ForToken(_bed.Provider)!;
        var ofUser = api.ForToken(_bed.Provider with
        {
            Settings = _bed.Settings with { Values = _bed.Settings.Values.With(CustomHttpKind.Authentication, CustomHttpKind.PasswordCredential).With(CustomHttpKind.Username, "anna") },
            Secrets = _bed.Provider.Secrets with { Values = _bed.Secrets.With("http.password", "the-password") },
        })!;

        Assert.Equal((null, "client"), (ofClient.TokenUser, ofClient.Settings.ClientId));
        Assert.Equal(
            ("anna", "the-password", "client", "the-client-secret", "https://login.foo.example/token"),
            (ofUser.TokenUser, ofUser.Secrets.Password, ofUser.Settings.ClientId, ofUser.Secrets.ClientSecret, ofUser.Settings.TokenEndpoint));
    }

    [Theory]
    [InlineData("PASSWORD_CREDENTIAL", new[] { "username", "clientId", "tokenEndpoint", "password", "clientSecret" })]
    [InlineData("CLIENT_CREDENTIAL", new[] { "clientId", "tokenEndpoint", "clientSecret" })]
    [InlineData("BASIC", new[] { "username", "password" })]
    [InlineData("BEARER", new[] { "accessToken" })]
    [InlineData("API_KEY", new[] { "apiKeyHeader", "apiKeyValue" })]
    [InlineData("NONE", new string[0])]
    public void FindErrors_AuthenticationWithoutCredentials_NamesThem(string authentication, string[] named)
    {
        var settings = _bed.Settings with { Values = _bed.Settings.Values.With(CustomHttpKind.Authentication, authentication) };

        var errors = EmailProviderValidation.FindErrors(new EmailProviderInput(settings, SecretInput.Keep, SecretInput.Keep), stored: null);

        Assert.Equal(named, errors.Select(e => e.Field["http.".Length..]));
    }

    [Theory]
    [InlineData("[{{subject}}]", true)]
    [InlineData("[{{ send-from }}]", false)]
    public void FindErrors_NoFromAddress_IsAFaultWhereTheTemplateAsksForIt(string template, bool isFine)
    {
        var settings = _bed.Settings with { FromAddress = "", Values = _bed.Settings.Values.With(CustomHttpKind.Body, template) };

        var errors = EmailProviderValidation.FindErrors(new EmailProviderInput(settings, SecretInput.Keep, SecretInput.Keep), stored: null);

        Assert.Equal(isFine ? [] : [nameof(EmailProviderSettings.FromAddress)], errors.Select(e => e.Field));
        Assert.NotEmpty(EmailProviderValidation.FindErrors(new EmailProviderInput(settings with { FromAddress = "nobody" }, SecretInput.Keep, SecretInput.Keep), stored: null));
    }

    [Fact]
    public async Task SendAsync_NoFromAddressAndNoHostName_IsTried()
    {
        _bed.Settings = _bed.Settings with { FromAddress = "" };
        _bed.Email = _bed.Email with { MessageId = null };

        var failure = await _bed.With(CustomHttpKind.Url, "https://127.0.0.1/mail").FailAsync();

        // The server has no certificate for an address, so it ends there, and not because the message is none
        Assert.Equal((DeliveryFailureKind.ConnectionLost, Blame.Provider), (failure.Kind, failure.Blame));
    }

    [Fact]
    public async Task SendAsync_NoFromAddress_IsSent()
    {
        _bed.Settings = _bed.Settings with { FromAddress = "" };
        _bed.Email = _bed.Email with { MessageId = null };
        _bed.With(CustomHttpKind.Body, "[{{message-id}}]").Server.Answers(200);

        await _bed.DeliverAsync();

        Assert.EndsWith("@api.foo.example", _bed.Server.Request.Json[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CustomHttpKind.ClientCredential)]
    [InlineData(CustomHttpKind.PasswordCredential)]
    public async Task SendAsync_KeptTokenRefused_AsksForAnotherOnce(string authentication)
    {
        WithClient();
        _bed.With(CustomHttpKind.Authentication, authentication).With(CustomHttpKind.Username, "anna").WithSecret(CustomHttpKind.Password, "the-password");
        _bed.Bed.Token = SenderBed.NewToken("first-token") with { IsKept = true };
        _bed.Bed.Replacement = SenderBed.NewToken("second-token");
        _bed.Server.Answer = (request, http) => ScriptedHttpServer.WriteAsync(http, request.Header("Authorization") == "Bearer second-token" ? 200 : 401, "{}");

        await _bed.DeliverAsync();

        Assert.Equal(["Bearer first-token", "Bearer second-token"], _bed.Server.Requests.Select(r => r.Header("Authorization")));
        Assert.Equal(1, _bed.Bed.Replacements);
    }

    [Theory]
    [InlineData("invalid_grant: no such user", "Check User name and Password")]
    [InlineData("invalid_client", "Check Client ID, Client Secret")]
    public async Task SendAsync_NoTokenForTheUser_SaysWhatToCheck(string text, string cure)
    {
        await using var bed = await KindBed.StartAsync(CustomHttpKind.Id, ["api.foo.example"], more: s => s.AddSingleton<IDeliveryAdvisor>(new DeliveryAdvisor()));
        WithClient(bed).With(CustomHttpKind.Url, "https://api.foo.example/").With(CustomHttpKind.Authentication, CustomHttpKind.PasswordCredential)
            .With(CustomHttpKind.Username, "anna").WithSecret(CustomHttpKind.Password, "the-password");
        bed.Bed.Token = new AccessTokenResult.Failed(DeliveryFailureKind.TokenRefused, text, false);

        var failure = await bed.FailAsync();

        Assert.Equal((Blame.Credentials, DeliveryStage.Token, FailureOutcome.NotAccepted), (failure.Blame, failure.Stage, failure.Outcome));
        Assert.StartsWith("login.foo.example refused the token", failure.Advice.Cause, StringComparison.Ordinal);
        Assert.StartsWith(cure, failure.Advice.Cure, StringComparison.Ordinal);
        Assert.Empty(bed.Server.Requests);
    }

    [Fact]
    public async Task SendAsync_EveryTokenRefused_FailsAfterTheSecond()
    {
        WithClient();
        _bed.Bed.Token = SenderBed.NewToken("first-token") with { IsKept = true };
        _bed.Bed.Replacement = SenderBed.NewToken("second-token");
        _bed.Server.Answers(401, "second-token is not good");

        var failure = await _bed.FailAsync();

        Assert.Equal((Blame.Credentials, FailureOutcome.NotAccepted), (failure.Blame, failure.Outcome));
        Assert.DoesNotContain("second-token", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, _bed.Server.Requests.Count);
    }

    [Fact]
    public async Task SendOnceAsync_ClientCredentials_TellsTheStageToken()
    {
        WithClient();
        _bed.Server.Answers(200);

        await _bed.SendOnceAsync();

        Assert.Equal(
            [DeliveryStage.Resolve, DeliveryStage.Connect, DeliveryStage.Encrypt, DeliveryStage.Token, DeliveryStage.Request, DeliveryStage.Answer], _bed.Listener.Started);
    }

    [Theory]
    [InlineData("""{"s": {{subject}}, "b": {{body}}, "t": {{send-to}}}""", "JSON", true)]
    [InlineData("""{"s":"{{subject}}","b":{{body}},"f":"{{footer}}","l":"{{locale}}"}""", "JSON", true)]
    [InlineData("""{"s": {{subject}}""", "JSON", false)]
    [InlineData("""{"s": {{unheard-of}}}""", "JSON", false)]
    [InlineData("s={{subject}},b={{body}}", "FORM", true)]
    [InlineData("hello", "FORM", false)]
    public void FindErrors_Template_IsRead(string template, string type, bool isFine) =>
        Assert.Equal(isFine, !Errors(CustomHttpKind.Body, template, (CustomHttpKind.ContentType, type)).Any());

    [Theory]
    [InlineData("https://api.foo.example/mail", true)]
    [InlineData("https://api.foo.example:8443/mail?key=a", true)]
    [InlineData("http://api.foo.example/mail", false)]
    [InlineData("ftp://api.foo.example/mail", false)]
    [InlineData("https://jane:pw@api.foo.example/mail", false)]
    [InlineData("https://api.foo.example/{tenant}", false)]
    [InlineData("api.foo.example", false)]
    public void FindErrors_Url_IsHttpsAlone(string url, bool isFine) => Assert.Equal(isFine, !Errors(CustomHttpKind.Url, url).Any());

    [Theory]
    [InlineData("X-A: b, Accept: text/html, application/json", true)]
    [InlineData("X-A: b\nX-C: d", true)]
    [InlineData("no colon", false)]
    [InlineData("Host: elsewhere", false)]
    [InlineData("Content-Length: 1", false)]
    [InlineData("X-A: ü", false)]
    [InlineData("Content-Type: none", false)]
    public void FindErrors_Headers_AreRead(string headers, bool isFine) => Assert.Equal(isFine, !Errors(CustomHttpKind.Headers, headers).Any());

    private static IEnumerable<FieldError> Errors(string name, string value, params (string Name, string Value)[] others)
    {
        var kind = ProviderKinds.Find(CustomHttpKind.Id)!;
        var values = others.Aggregate(kind.Defaults.With(CustomHttpKind.Url, "https://api.foo.example"), (all, o) => all.With(o.Name, o.Value)).With(name, value);
        return kind.FindErrors(new EmailProviderSettings { Kind = kind.Name, Values = values }).Where(e => e.Field == KindFields.FullName(kind.Name, name));
    }

    private void WithClient() => WithClient(_bed);

    private static KindBed WithClient(KindBed bed) => bed.With(CustomHttpKind.Authentication, CustomHttpKind.ClientCredential)
        .With(CustomHttpKind.ClientId, "client").With(CustomHttpKind.TokenEndpoint, "https://login.foo.example/token").WithSecret(CustomHttpKind.ClientSecret, "the-client-secret");

    [Fact]
    public async Task CheckAsync_ClientCredentials_GetsATokenAndSendsNoRequest()
    {
        _bed.With(CustomHttpKind.Authentication, CustomHttpKind.ClientCredential).With(CustomHttpKind.ClientId, "client").With(CustomHttpKind.TokenEndpoint, "https://login.example/token")
            .WithSecret(CustomHttpKind.ClientSecret, "secret-of-client");

        var accepted = await _bed.AcceptAsync();

        Assert.Equal("login.example", accepted.By);
        Assert.Empty(_bed.Server.Requests);
    }

    [Theory]
    [InlineData(CustomHttpKind.None)]
    [InlineData(CustomHttpKind.Basic)]
    [InlineData(CustomHttpKind.Bearer)]
    [InlineData(CustomHttpKind.ApiKey)]
    public async Task CheckAsync_OtherAuthentication_IsNotOffered(string authentication)
    {
        _bed.With(CustomHttpKind.Authentication, authentication);

        Assert.IsType<CredentialCheck.NotOffered>(await _bed.CheckAsync());

        Assert.Empty(_bed.Listener.Started);
        Assert.Empty(_bed.Server.Requests);
    }
}
