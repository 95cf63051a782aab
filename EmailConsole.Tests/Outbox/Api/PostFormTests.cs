using System.Net;
using System.Net.Http.Headers;
using System.Text;
using EmailConsole.Tests.Accounts.ApiKeys.Tokens;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Outbox.Admission.Forms;

namespace EmailConsole.Tests.Outbox.Api;

/// <summary>What is answered to a message that comes as a form. Nothing drains the queue here: the provider's server is not there.</summary>
public sealed class PostFormTests(SendConsole console) : IClassFixture<SendConsole>
{
    private const string Good = "to=someone%40bar.example&subject=Your+code&contentType=text%2Fhtml&body=%3Cp%3ECode+421337%3C%2Fp%3E&footer=";
    private const string Type = "application/x-www-form-urlencoded; charset=UTF-8";

    [Fact]
    public async Task Post_GoodForm_IsAcceptedWithIdAndLocation()
    {
        using var client = await SendClient.OpenAsync(console, "goodform.example");

        using var response = await PostAsync(client, Good);

        var body = await response.ReadJsonAsync();
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("queued", body.GetProperty("status").GetString());
        Assert.Equal($"/t/goodform.example/api/v1/emails/{body.GetProperty("id").GetGuid()}", response.Headers.Location!.OriginalString);
        var story = await client.ReadAsync(body.GetProperty("id").GetGuid());
        Assert.Equal("someone@bar.example", story.GetProperty("recipients")[0].GetProperty("address").GetString());
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/x-www-form-urlencoded; charset=utf-8")]
    [InlineData("Application/X-WWW-Form-URLencoded;charset=\"UTF-8\"")]
    public async Task Post_FormInUtf8_IsAccepted(string type)
    {
        using var client = await SendClient.OpenAsync(console, "formtype.example");

        using var response = await PostAsync(client, Good, type);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded; charset=iso-8859-1", null)]
    [InlineData("application/x-www-form-urlencoded; charset=utf-16", null)]
    [InlineData("application/x-www-form-urlencoded", "gzip")]
    [InlineData("multipart/form-data; boundary=x", null)]
    [InlineData("text/plain", null)]
    [InlineData("application/json; charset=utf-16", null)]
    [InlineData(null, null)]
    public async Task Post_OtherType_IsNotSupportedAndNamesBoth(string? type, string? encoding)
    {
        using var client = await SendClient.OpenAsync(console, "othertype.example");

        using var response = await PostAsync(client, Good, type, request =>
        {
            if (encoding is not null)
            {
                request.Content!.Headers.ContentEncoding.Add(encoding);
            }
        });

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        var detail = (await response.ReadJsonAsync()).GetProperty("detail").GetString();
        Assert.Contains("application/json", detail, StringComparison.Ordinal);
        Assert.Contains("application/x-www-form-urlencoded", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_EverythingWrong_IsRefusedFieldByField()
    {
        using var client = await SendClient.OpenAsync(console, "wrongform.example");

        using var response = await PostAsync(client, "to=nobody&from=a%40b.example&priority=urgent&contentType=text/calendar&body=x&token=421337&footer=%zz");

        var body = await response.ReadJsonAsync();
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(
            ["to[0]", "from", "priority", "token", "footer", "contentType", "subject"],
            body.GetProperty("errors").EnumerateObject().Select(error => error.Name));
        Assert.DoesNotContain("421337", body.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_JsonThatIsNotEscaped_IsToldToTakeAForm()
    {
        using var client = await SendClient.OpenAsync(console, "unescaped.example");

        using var response = await client.PostAsync("""{"to":["a@b.example"],"subject":"x","html":"<p class="x">Hi</p>"}""");
        using var batch = await client.PostAsync("""{"emails":[{"html":"<p class="x">Hi</p>"}]}""", below: "/batch");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var detail = (await response.ReadJsonAsync()).GetProperty("detail").GetString();
        Assert.StartsWith("The body is not the JSON that is asked for: see line 1, byte", detail, StringComparison.Ordinal);
        Assert.Contains("choose FORM", detail, StringComparison.Ordinal);
        Assert.DoesNotContain("FORM", (await batch.ReadJsonAsync()).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_Form_IsNotAllowed()
    {
        using var client = await SendClient.OpenAsync(console, "put.example");
        using var content = new StringContent(Good, Encoding.UTF8, "application/x-www-form-urlencoded");

        using var response = await client.Http.PutAsync(client.Emails, content);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Contains("POST", response.Content.Headers.Allow);
        Assert.DoesNotContain("PUT", response.Content.Headers.Allow);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Post_Batch_TakesNoForm()
    {
        using var client = await SendClient.OpenAsync(console, "batchform.example");

        using var response = await PostAsync(client, Good, below: "/batch");

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task Post_SameKey_AcceptsOneAndRefusesAnother()
    {
        using var client = await SendClient.OpenAsync(console, "keyform.example");

        using var first = await PostAsync(client, Good, request: WithKey);
        using var second = await PostAsync(client, Good, request: WithKey);
        using var other = await PostAsync(client, Good + "%2E", request: WithKey);
        using var faulty = await PostAsync(client, "", request: WithKey);

        Assert.Equal(HttpStatusCode.Accepted, second.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.True(second.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal(HttpStatusCode.Conflict, other.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, faulty.StatusCode);
    }

    [Fact]
    public async Task Post_SameKeyAndBytesAsJson_IsAConflict()
    {
        using var client = await SendClient.OpenAsync(console, "keyjson.example");
        using var form = await PostAsync(client, Good, request: WithKey);

        using var json = await PostAsync(client, Good, "application/json", WithKey);

        Assert.Equal(HttpStatusCode.Accepted, form.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, json.StatusCode);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    public async Task Post_FormOfAnotherSiteWithABrowsersPassword_IsForbidden(string header, string value)
    {
        using var client = await SendClient.OpenAsync(console, "site.example");

        using var response = await PostAsync(client, Good, request: request => request.Headers.Add(header, value));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        using var list = await client.Http.GetAsync(client.Emails);
        Assert.Empty((await list.ReadJsonAsync()).GetProperty("emails").EnumerateArray());
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Sec-Fetch-Site", "none")]
    public async Task Post_FormOfTheConsolesOwnReference_IsAccepted(string header, string value)
    {
        using var client = await SendClient.OpenAsync(console, "ownsite.example");

        using var response = await PostAsync(client, Good, request: request =>
        {
            request.Headers.Add(header, value);
            request.Headers.Add("Origin", console.Url.GetLeftPart(UriPartial.Authority));
        });

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
    }

    [Fact]
    public async Task Post_WithAKey_IsAcceptedFromEverywhereWhereItsScopesSuffice()
    {
        var (_, send) = await console.AddKeyAsync("formkey.example", "send");
        var (_, view) = await console.AddKeyAsync("formkey.example", "view");
        using var sender = new SendClient(console.CreateRestClient(new AuthenticationHeaderValue("Bearer", send)), "formkey.example");
        using var viewer = new SendClient(console.CreateRestClient(new AuthenticationHeaderValue("Bearer", view)), "formkey.example");
        using var nobody = new SendClient(console.CreateRestClient(new AuthenticationHeaderValue("Bearer", "ec_nothing")), "formkey.example");

        using var accepted = await PostAsync(sender, Good, request: request => request.Headers.Add("Origin", "https://app.example"));
        using var forbidden = await PostAsync(viewer, Good);
        using var unauthorized = await PostAsync(nobody, Good);

        Assert.Equal(
            (HttpStatusCode.Accepted, HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized),
            (accepted.StatusCode, forbidden.StatusCode, unauthorized.StatusCode));
    }

    [Fact]
    public async Task Post_MutatedForms_AreAcceptedOrRefusedWithoutAFailure()
    {
        using var client = await SendClient.OpenAsync(console, "mutatedform.example");
        List<HttpStatusCode> answers = [];
        foreach (var form in MutatedForms.Of(1_000))
        {
            using var content = new ByteArrayContent(form);
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(Type);
            using var response = await client.Http.PostAsync(client.Emails, content);
            answers.Add(response.StatusCode);
        }

        Assert.Equal([HttpStatusCode.Accepted, HttpStatusCode.BadRequest], answers.Distinct().Order());
    }

    private static void WithKey(HttpRequestMessage request) => request.Headers.Add("Idempotency-Key", "a key");

    private static async Task<HttpResponseMessage> PostAsync(
        SendClient client, string form, string? type = Type, Action<HttpRequestMessage>? request = null, string below = "")
    {
        using var post = new HttpRequestMessage(HttpMethod.Post, client.Emails + below) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(form)) };
        post.Content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        request?.Invoke(post);
        return await client.Http.SendAsync(post);
    }
}
